// What makes the desk live: the page beside the text follows what is typed. Without it everything works by its buttons.

const editor = document.getElementById("editor");
const frame = document.getElementById("page");
const PAUSE = 300; // milliseconds without a key before the page is asked for

if (editor) follow();
if (frame) chooseView();

function follow() {
  let waiting = 0;
  let latest = 0;
  editor.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, PAUSE);
  });

  async function refresh() {
    const number = ++latest;
    const form = new URLSearchParams(new FormData(editor));
    const ask = (address) => fetch(address, { method: "POST", body: form }).then((answer) => (answer.ok ? answer.text() : ""));
    const [page, findings] = [ask(editor.dataset.page), ask(editor.dataset.findings)];
    const [shown, said] = await Promise.all([page, findings]).catch(() => ["", ""]);
    if (number !== latest || !shown) return; // a later one is on its way, or the connection is gone
    show(shown);
    document.getElementById("findings").innerHTML = said;
  }
}

// Puts a page into the frame where the reader of it was.
function show(html) {
  const top = frame.contentWindow ? frame.contentWindow.scrollY : 0;
  frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, top), { once: true });
  frame.srcdoc = html;
}

function chooseView() {
  const widths = document.querySelectorAll("[data-width]");
  for (const button of widths) {
    button.addEventListener("click", () => {
      frame.style.width = button.dataset.width ? `${button.dataset.width}px` : "";
      for (const other of widths) other.setAttribute("aria-pressed", String(other === button));
    });
  }
  const dark = document.querySelector("[data-scheme]");
  const paint = () => {
    const page = frame.contentDocument;
    if (page) page.documentElement.style.colorScheme = dark.getAttribute("aria-pressed") === "true" ? "dark" : "";
  };
  dark.addEventListener("click", () => {
    dark.setAttribute("aria-pressed", String(dark.getAttribute("aria-pressed") !== "true"));
    paint();
  });
  frame.addEventListener("load", paint);
}
