// The pages of the survey editor. What is chosen in [data-swap] is posted at once, and what the answer
// says of that part of the page is put in its place; nothing is kept by that.
for (const part of document.querySelectorAll("[data-swap]")) listen(part);

function listen(part) {
  part.addEventListener("change", () => swap(part));
}

async function swap(part) {
  const form = part.closest("form");
  const body = new URLSearchParams(new FormData(form));
  body.set("action", "show");
  const answer = await fetch(form.getAttribute("action"), { method: "POST", body });
  if (!answer.ok || !part.isConnected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const focused = document.activeElement?.id;
  for (const id of [part.id, "condition-errors", "condition-text"]) {
    const [now, next] = [document.getElementById(id), page.getElementById(id)];
    if (now && next) now.replaceWith(next);
  }
  const fresh = document.getElementById(part.id);
  if (fresh) listen(fresh);
  if (focused) document.getElementById(focused)?.focus();
}

// What lies behind the preview's page stands beside the frame, and stays in step with it.
for (const frame of document.querySelectorAll("iframe[data-mirror]")) {
  const beside = document.getElementById(frame.dataset.mirror);
  const follow = () => {
    const inside = frame.contentDocument?.getElementById("preview-trace");
    beside.hidden = !inside;
    if (!inside) return;
    inside.hidden = true;
    const show = () => (beside.innerHTML = inside.innerHTML);
    show();
    new MutationObserver(show).observe(inside, { childList: true, subtree: true });
  };
  frame.addEventListener("load", follow);
  if (frame.contentDocument?.readyState === "complete") follow();
}
