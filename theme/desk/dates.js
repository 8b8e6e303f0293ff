// A calendar beside the fields that are dates: the browser's own, which writes the date as Danes do. Without this, and in a
// browser that has none, the date is typed.

const MONTHS = "januar februar marts april maj juni juli august september oktober november december".split(" ");
const WRITTEN = /(\d{1,2})\.?\s*([a-zæøå]{3,})\.?\s+(\d{4})(?:\D*(\d{1,2})(?:[.:](\d{2}))?)?/i;

if ("showPicker" in HTMLInputElement.prototype) {
  for (const button of document.querySelectorAll("[data-calendar]")) {
    button.hidden = false;
    button.addEventListener("click", () => open(button));
  }
}

function open(button) {
  const field = button.parentElement.querySelector("input");
  const calendar = document.createElement("input");
  for (const earlier of document.querySelectorAll(".calendar")) earlier.remove();
  calendar.type = button.dataset.calendar;
  calendar.className = "calendar";
  calendar.tabIndex = -1;
  calendar.ariaHidden = "true";
  button.after(calendar);
  const [day, time] = read(field.value);
  if (day) calendar.value = calendar.type === "date" ? day : `${day}T${time}`;
  calendar.addEventListener("input", () => {
    if (!calendar.value) return;
    field.value = danish(calendar.value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  calendar.showPicker();
}

// What the calendar begins with: the day and the time of day of a date that is written out.
function read(words) {
  const [, day, name, year, hour = "0", minute = "00"] = WRITTEN.exec(words) || [];
  const month = name ? MONTHS.findIndex((each) => each.startsWith(name.toLowerCase())) + 1 : 0;
  const two = (number) => String(number).padStart(2, "0");
  return month ? [`${year}-${two(month)}-${two(day)}`, `${two(hour)}:${minute}`] : ["", ""];
}

// 2027-01-14T19:00 as »14. januar 2027 kl. 19.00«; midnight is a day without a time.
function danish(value) {
  const [day, time = "00:00"] = value.split("T");
  const [year, month, date] = day.split("-").map(Number);
  const words = `${date}. ${MONTHS[month - 1]} ${year}`;
  return time === "00:00" ? words : `${words} kl. ${Number(time.slice(0, 2))}.${time.slice(3, 5)}`;
}
