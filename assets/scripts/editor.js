// The editor of surveys: forms save themselves, rows are dragged. Without it there are buttons for both.
import Sortable from "sortablejs";

const form = document.querySelector('[data-editor="form"]');
if (form) keepSaved(form);
const outline = document.querySelector('[data-editor="outline"]');
if (outline) makeDraggable(outline);

function keepSaved(form) {
  const status = form.querySelector("[data-status]");
  const words = form.dataset;
  const read = () => new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "seen" && name !== "csrf_token")).toString();
  let saved = read();
  let timer;
  let running = false;
  let leaving = false;
  const dirty = () => read() !== saved;
  const tell = (text) => {
    if (status.textContent !== text) status.textContent = text;
  };

  const save = async () => {
    clearTimeout(timer);
    if (running || leaving || !dirty()) return;
    running = true;
    tell(words.saving);
    const sent = read();
    let again = 0;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(form)),
        redirect: "manual",
      });
      if (answer.ok) {
        const { revision, message, whole } = await answer.json();
        if (whole) document.querySelector("[data-faults]")?.remove();
        form.elements.seen.value = revision;
        saved = sent;
        tell(message);
      } else if (answer.status === 409 || answer.status === 422) {
        const { message, late } = await answer.json();
        tell(late ? `${message} ${words.again}` : `${words.dirty}: ${message}`);
        if (late) leaving = true;
      } else if (answer.type === "opaqueredirect" || [400, 401, 403].includes(answer.status)) {
        tell(words.signedOut);
      } else {
        throw new Error(answer.status);
      }
    } catch {
      tell(words.offline);
      again = 10000;
    }
    running = false;
    if (again) timer = setTimeout(save, again);
    else if (!leaving && read() !== sent) timer = setTimeout(save, 1500);
  };

  const changed = () => {
    clearTimeout(timer);
    if (!dirty()) return;
    if (!leaving) tell(words.dirty);
    timer = setTimeout(save, 1500);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  addEventListener("online", save);
  let submitting = false;
  for (const one of document.forms) one.addEventListener("submit", () => (submitting = one === form || !dirty()));
  addEventListener("beforeunload", (event) => {
    if (!submitting && dirty()) event.preventDefault();
  });
  // A new question is begun by writing it.
  const first = form.querySelector("input[type=text], textarea");
  if (first && !first.value && !document.querySelector("[autofocus]")) first.focus();
}

function makeDraggable(outline) {
  const send = async ({ item, to, oldIndex, newIndex, from }) => {
    if (from === to && oldIndex === newIndex) return;
    const token = outline.querySelector("[name=csrf_token]").value;
    const before = item.previousElementSibling;
    const body = new URLSearchParams({
      csrf_token: token,
      seen: outline.dataset.seen,
      do: "place",
      name: item.dataset.name,
      into: to.dataset.into,
      after: before ? before.dataset.name : "",
    });
    try {
      const answer = await fetch(location.pathname, { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector('[data-editor="outline"]');
      if (!fresh) throw new Error(answer.status);
      outline.replaceWith(fresh);
      outline = fresh;
      begin();
    } catch {
      outline.querySelector("[data-told]").textContent = outline.dataset.failed;
      outline.querySelector("[data-told]").className = "k-meta";
    }
  };
  const begin = () => {
    for (const grip of outline.querySelectorAll(".k-grip")) grip.hidden = false;
    for (const list of outline.querySelectorAll("[data-into]")) {
      Sortable.create(list, { group: "rows", handle: ".k-grip", draggable: ".k-row", animation: 120, onEnd: send });
    }
  };
  begin();
}
