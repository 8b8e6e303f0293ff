// Keeps what is typed: at the desk every second, and in the browser until the desk has it. A save makes an end of it.

const text = document.getElementById("editor");

const OFTEN = 1000; // milliseconds between two postings, while something is typed
const HEARTBEAT = 20000; // and between two signs that the text is open
const RETRY = 3000; // and before what was not taken is sent again
const LONGEST_LAST_POST = 60000; // bytes that a browser posts while it leaves the page
const SAVING = "nyspor-desk-saving"; // where the browser keeps the words that are being saved

const MESSAGES = Object.fromEntries(
  [...document.querySelectorAll("template[data-message]")].map((found) => [found.dataset.message, found.content]),
);

if (text) keepWords();

function keepWords() {
  const notKept = document.getElementById("not-kept");
  const told = document.getElementById("told");
  const data = text.dataset;
  const prefix = `nyspor-desk ${data.person} ${data.file} `;
  const place = prefix + text.elements._draft.value;
  const words = () => String(new URLSearchParams(new FormData(text)));
  let known = words(); // what the desk has: saved, or in its journal
  let timer = 0;
  let storing = 0;
  let sending = false;
  let fault = "";
  let saving = ""; // what was sent to be saved, and needs no keeping when the page is left

  bringBack();
  if (data.journal) {
    text.addEventListener("input", () => {
      if ("saved" in data) told.classList.add("past"); // what is typed now is not
      timer ||= setTimeout(keep, OFTEN);
      storing ||= setTimeout(hold, OFTEN);
    });
    text.addEventListener("submit", save);
    addEventListener("pagehide", leave);
    addEventListener("pageshow", () => (saving = ""));
    addEventListener("online", keep);
  }
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      text.requestSubmit(text.querySelector("[name=_do][value=save]"));
    }
  });
  setInterval(() => post(data.open, token()).then(showOthers, () => {}), HEARTBEAT);

  // Sends what was typed since the last time; returns whether the desk has everything now.
  async function keep() {
    clearTimeout(timer);
    timer = 0;
    const now = words();
    if (sending || typedIn(now) === typedIn(known)) return !sending;
    sending = true;
    store(now);
    try {
      const answer = await post(data.journal, now);
      await showOthers(answer);
      known = now;
      if (typedIn(words()) === typedIn(now)) localStorage.removeItem(place);
      say("");
    } catch (error) {
      say(error.message in MESSAGES ? error.message : "gone");
      if (fault === "signed-out") await takeNewToken().catch(() => {});
    }
    sending = false;
    if (fault || typedIn(words()) !== typedIn(known)) timer ||= setTimeout(keep, fault ? RETRY : OFTEN);
    return !fault;
  }

  // Keeps in the browser what the desk has not, also while an answer of the desk, or the next attempt, is waited for.
  function hold() {
    storing = 0;
    if (typedIn(words()) !== typedIn(known)) store(words());
  }

  // With no connection, the browser would show its own page in place of the words.
  async function save(event) {
    store(words());
    sessionStorage.setItem(SAVING, place);
    saving = fault ? "" : words();
    if (!fault) return;
    event.preventDefault();
    const button = event.submitter;
    if (await keep()) text.requestSubmit(button);
  }

  function leave() {
    const now = words();
    if ([known, saving].map(typedIn).includes(typedIn(now))) return;
    store(now, saving ? `${place} after` : place); // typed after the save was sent: the page that comes offers it
    if (now.length < LONGEST_LAST_POST) navigator.sendBeacon(data.journal, new URLSearchParams(now));
  }

  // What a page that is gone has left in the browser: saved meanwhile, or to be sent to the journal.
  async function bringBack() {
    const saved = "saved" in data && sessionStorage.getItem(SAVING);
    sessionStorage.removeItem(SAVING);
    if (saved) localStorage.removeItem(saved);
    const left = Object.keys(localStorage).filter((name) => name.startsWith(prefix) && name !== place);
    for (const name of left) {
      const form = new URLSearchParams(localStorage.getItem(name));
      form.set("_token", text.elements._token.value);
      try {
        await post(data.journal, String(form));
      } catch {
        return; // later, when this text is opened again
      }
      localStorage.removeItem(name);
    }
    if (left.length && typedIn(words()) === typedIn(known)) location.reload();
  }

  function store(now, name = place) {
    try {
      localStorage.setItem(name, now);
    } catch {
      // The browser keeps nothing, or its store is full: the desk's journal is left.
    }
  }

  function say(name) {
    if (fault && !name) {
      told.textContent = MESSAGES.back.textContent.trim();
      told.classList.remove("past");
    }
    fault = name;
    notKept.hidden = !name;
    notKept.replaceChildren(...(name ? [MESSAGES[name].cloneNode(true)] : []));
  }

  async function showOthers(answer) {
    const said = await answer.text();
    const presence = document.getElementById("presence");
    if (presence.innerHTML.trim() !== said.trim()) presence.innerHTML = said;
  }

  // Signed in again in another tab, the same person goes on here.
  async function takeNewToken() {
    const answer = await fetch(data.session, { redirect: "error" });
    const found = await answer.json();
    if (found.person === data.person) for (const form of document.forms) if (form.elements._token) form.elements._token.value = found.token;
  }

  function token() {
    return String(new URLSearchParams({ _token: text.elements._token.value, _base: text.elements._base.value }));
  }
}

// Posts a form. An error's message says why the desk did not take it, unless nobody answered.
async function post(address, form) {
  const body = new URLSearchParams(form);
  const answer = await fetch(address, { method: "POST", body, redirect: "manual" });
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) throw new Error("signed-out");
  if (answer.status === 507) throw new Error("full");
  if (answer.status >= 500) throw new Error("gone");
  if (!answer.ok) throw new Error("refused");
  return answer;
}

// A form without what nobody types.
function typedIn(form) {
  return form.replace(/(^|&)_(?:token|line)=[^&]*/g, "");
}
