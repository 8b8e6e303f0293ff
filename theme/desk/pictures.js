// Pictures: dropped or pasted ones are sent in at once, and the focal point is set in the picture itself.
// Without this everything works by its forms.

const upload = document.getElementById("upload");
const text = document.getElementById("editor");
const area = document.getElementById("focal-area");

for (const each of document.querySelectorAll(".only-script")) each.hidden = false;
for (const each of document.querySelectorAll(".no-script-only")) each.hidden = true;
if (upload) takePictures((file) => sendForm(file));
if (upload) upload.elements.picture.addEventListener("change", checkSize);
if (text && text.elements._picture) takePictures((file) => sendFromText(file));
if (area) chooseFocalPoint();

// Calls `take` with a picture that is dropped on the page or pasted into it.
function takePictures(take) {
  const pictureIn = (list) => [...list.files].find((file) => file.type.startsWith("image/") || /\.hei[cf]$/i.test(file.name));
  const holdsFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (holdsFiles(event)) event.preventDefault();
  });
  for (const [name, from] of [["drop", "dataTransfer"], ["paste", "clipboardData"]]) {
    document.addEventListener(name, (event) => {
      const file = pictureIn(event[from]);
      if (name === "drop" && holdsFiles(event)) event.preventDefault(); // the browser would open it in place of the page
      // Word puts a picture of the words beside them.
      if (!file || (name === "paste" && event[from].getData("text/plain").trim())) return;
      event.preventDefault();
      event.stopPropagation(); // nor shall the editor take it
      take(file);
    }, { capture: true });
  }
}

function sendForm(file) {
  const list = new DataTransfer();
  list.items.add(file);
  upload.elements.picture.files = list.files;
  if (checkSize()) upload.requestSubmit();
}

function checkSize() {
  const [file] = upload.elements.picture.files;
  const isTooLarge = file && file.size > Number(upload.dataset.most);
  document.getElementById("picture-fault").textContent = isTooLarge ? upload.dataset.tooLarge : "";
  if (isTooLarge) upload.elements.picture.value = "";
  return !isTooLarge;
}

// Sends a picture in, and then the text with its name: the answer asks what the picture shows.
async function sendFromText(file) {
  const status = document.getElementById("told");
  const told = text.elements._picture.dataset;
  if (file.size > Number(told.most)) {
    status.textContent = told.tooLarge;
    return;
  }
  status.textContent = told.sending;
  const form = new FormData();
  form.append("_token", text.elements._token.value);
  form.append("picture", file);
  const answer = await fetch(told.picture, { method: "POST", body: form }).catch(() => null);
  const sent = answer && new URL(answer.url).searchParams.get("picture");
  if (!sent) {
    const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
    status.textContent = page?.querySelector(".fault")?.textContent.trim() || told.failed;
    return;
  }
  text.elements._picture.value = sent;
  const body = document.getElementById("_body");
  text.elements._line.value = body.value.slice(0, body.selectionStart).split("\n").length - 1;
  text.requestSubmit(text.querySelector('[value="picture text"]'));
}

// The focal point, by clicking in the picture or with the arrow keys; the crops follow.
function chooseFocalPoint() {
  const mark = document.getElementById("focal-mark");
  const [choice, left, top] = ["focal", "left", "top"].map((id) => document.getElementById(id));
  const within = (number) => Math.min(100, Math.max(0, Math.round(number)));
  const now = () => [left, top].map((field) => within(Number(field.value.replace(",", ".")) || 0));
  for (const crop of document.querySelectorAll("[data-whole]")) crop.src = crop.dataset.whole;

  function show() {
    const [x, y] = now();
    mark.style.left = `${x}%`;
    mark.style.top = `${y}%`;
    mark.setAttribute("aria-valuenow", x);
    mark.setAttribute("aria-valuetext", mark.dataset.text.replace("{left}", x).replace("{top}", y));
    const side = (at) => (at < 34 ? 15 : at > 66 ? 85 : 50); // as the site's style sheet has it
    for (const crop of document.querySelectorAll("[data-crop]")) {
      const [cropX, cropY] = crop.dataset.crop === "sides" ? [side(x), side(y)] : [x, y];
      crop.style.objectPosition = `${cropX}% ${cropY}%`;
    }
  }

  function set(x, y) {
    left.value = within(x);
    top.value = within(y);
    const named = [...choice.options].find((each) => each.dataset.left === left.value && each.dataset.top === top.value);
    choice.value = named ? named.value : "percent";
    show();
  }

  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  mark.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const size = event.shiftKey ? 10 : 2;
    const [x, y] = now();
    set(x + step[0] * size, y + step[1] * size);
  });
  area.addEventListener("click", (event) => {
    const box = area.getBoundingClientRect();
    set(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
    mark.focus();
  });
  choice.addEventListener("change", () => {
    const { left: x, top: y } = choice.selectedOptions[0].dataset;
    if (x) set(Number(x), Number(y));
  });
  for (const field of [left, top]) field.addEventListener("change", () => set(...now()));
  show();
}
