// <kuulolla-feedback widget="KEY" level="2"><a href="…">…</a></kuulolla-feedback>: how a reader likes a page of
// another site. Stores nothing in the browser. Until its words have come, and if they never do, the link inside
// stands for it. docs/WIDGET.md tells site owners all of its attributes and properties.
const NAME = "kuulolla-feedback";
const VERSION = "1.0.0";
const HOST = new URL(document.currentScript?.src || location.href).origin;
const LONGEST = 2000;
const PERSONAL = /\S@\S|\d{6} ?[-+A-FU-Y] ?\d{3}|(\+|\b0)\d[\d ()-]{5,}\d/i;

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host{display:block;color:var(--kuulolla-text,inherit)}
h1,h2,h3,h4,h5,h6{font-size:1.25em;line-height:1.3;margin:0 0 .5em}
p,form{margin:.75em 0}
p:empty{margin:0}
[tabindex]:focus{outline:none}
.row{display:flex;flex-wrap:wrap;gap:.5em}
button,textarea{font:inherit;color:inherit;background:0 0;border:1px solid var(--kuulolla-brand,currentColor);border-radius:var(--kuulolla-radius,4px);box-sizing:border-box}
button{display:inline-flex;align-items:center;gap:.5em;min-width:44px;min-height:44px;padding:.4em 1em;cursor:pointer}
button:hover{text-decoration:underline}
button[aria-pressed=true]{box-shadow:inset 0 0 0 3px var(--kuulolla-brand,currentColor);font-weight:700}
button[aria-disabled=true]{cursor:progress;opacity:.5;transition:opacity .2s .4s}
button:focus-visible,textarea:focus-visible{outline:3px solid;outline-offset:2px}
label{display:block;font-weight:700}
textarea{display:block;width:100%;min-height:6em;padding:.5em}
svg{width:1.5em;height:1.5em;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round;flex:none}
.now{font-weight:700;border-inline-start:4px solid;padding-inline-start:.75em}
.trap{position:absolute;inset-inline-start:-999em}
@media(forced-colors:active){button[aria-pressed=true]{outline:3px solid Highlight}}
`);

const make = (tag, properties, ...inside) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...inside);
  return element;
};

const FACE = "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M9 9v.5M15 9v.5";
const MOUTHS = ["M8 16.5q4-4 8 0", "M8 15.5h8", "M8 14.5q4 4 8 0"];
const THUMB = "M7 11v9H3v-9zl4-8q3 0 2 6h6q2 0 1.6 2l-1.4 7q-.5 2-2.2 2H7";

const icon = (value, scale) => {
  const drawing = (tag) => document.createElementNS("http://www.w3.org/2000/svg", tag);
  const [svg, path] = [drawing("svg"), drawing("path")];
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", scale < 3 ? THUMB : FACE + MOUTHS[value - 1]);
  if (scale < 3 && value < 2) path.setAttribute("transform", "rotate(180 12 12)");
  svg.append(path);
  return svg;
};

class Feedback extends HTMLElement {
  static observedAttributes = ["page"];

  async connectedCallback() {
    if (self.navigation) navigation.addEventListener("navigatesuccess", this);
    else addEventListener("popstate", this);
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(make("slot", {}));
    const lang = this.closest("[lang]")?.lang || navigator.language || "fi";
    try {
      const answer = await fetch(this.address(`config.${lang.slice(0, 2).toLowerCase()}.json`), { credentials: "omit" });
      if (!answer.ok) return;
      this.words = await answer.json();
    } catch {
      return;
    }
    this.draw();
  }

  disconnectedCallback() {
    self.navigation?.removeEventListener("navigatesuccess", this);
    removeEventListener("popstate", this);
  }

  // A new page without a new document.
  handleEvent() {
    if (this.words && this.of !== this.page()) this.reset();
  }

  attributeChangedCallback() {
    this.handleEvent();
  }

  // For sites that change their pages by themselves. What is being written is never thrown away.
  reset() {
    if (this.words && !this.text?.value.trim()) this.draw();
  }

  address(path) {
    return `${HOST}/w/${this.getAttribute("widget")}/${path}`;
  }

  page() {
    return new URL(this.getAttribute("page") || "", location.href).href.split(/[?#]/)[0];
  }

  draw() {
    const { words } = this;
    this.of = this.page();
    this.token = this.text = this.chosen = null;
    this.since = Date.now();
    const level = Math.min(Math.max(parseInt(this.getAttribute("level")) || 2, 1), 6);
    this.buttons = words.faces.map((face, index) => {
      const onclick = () => this.react(index + 1);
      return make("button", { type: "button", "aria-pressed": "false", onclick }, icon(index + 1, words.scale), face);
    });
    this.status = make("p", { role: "status" });
    this.step = make("div", {});
    this.shadowRoot.replaceChildren(
      make(
        "section",
        { lang: words.lang, "aria-labelledby": "ask" },
        make(`h${level}`, { id: "ask" }, words.ask),
        make("div", { className: "row", role: "group", "aria-labelledby": "ask" }, ...this.buttons),
        this.status,
        this.step,
      ),
    );
  }

  // What the server says to a form, or null: then the reader is told, and may try again. A token that holds no
  // longer is forgotten: what comes next is about a new reaction.
  async send(path, fields) {
    if (this.busy) return null;
    const buttons = this.shadowRoot.querySelectorAll("button");
    const mark = (is) => buttons.forEach((button) => button.setAttribute("aria-disabled", is));
    this.busy = true;
    mark(true);
    this.say(this.words.sending);
    try {
      const body = new URLSearchParams({ ...fields, elapsed: Date.now() - this.since });
      const answer = await fetch(this.address(path), { method: "POST", body, credentials: "omit", keepalive: true });
      if (answer.ok) return await answer.json();
      if (answer.status === 403) this.token = null;
    } catch {
      // offline, blocked or down: all the same to the reader
    } finally {
      this.busy = false;
      mark(false);
    }
    this.say(this.text?.value.trim() ? this.words.failed : this.words.again);
    return null;
  }

  say(words) {
    this.status.textContent = words;
  }

  async react(reaction) {
    const { words, of: page, token } = this;
    const viewport = innerWidth < 600 ? "s" : innerWidth < 1024 ? "m" : "l";
    const about = { page, title: document.title, lang: words.lang, version: VERSION, viewport };
    const said = await this.send("reactions", token ? { token, reaction } : { ...about, reaction });
    if (this.of !== page) return;
    if (!said) return token && !this.token && this.react(reaction);
    this.token = said.token;
    this.chosen = reaction;
    this.buttons.forEach((button, index) => button.setAttribute("aria-pressed", index + 1 === reaction));
    this.say(words.saved);
    if (!token && !this.text) this.offer();
  }

  show(first, ...rest) {
    this.step.replaceChildren(first, ...rest);
    first.focus();
  }

  line(words) {
    return make("p", { tabIndex: -1 }, words);
  }

  button(words, onclick) {
    return make("button", { type: onclick ? "button" : "submit", onclick }, words);
  }

  offer() {
    const { words } = this;
    const yes = this.button(words.yes, () => this.write());
    const no = this.button(words.no, () => this.thank());
    this.show(this.line(words.write), make("div", { className: "row" }, yes, no));
  }

  write() {
    const { words } = this;
    this.say("");
    this.text = make("textarea", { id: "text", "aria-describedby": "hint" });
    this.trap = make("input", { tabIndex: -1, autocomplete: "off" });
    this.step.replaceChildren(
      make(
        "form",
        { noValidate: true, onsubmit: (event) => this.hand(event) },
        make("label", { htmlFor: "text" }, words.label),
        make("p", { id: "hint" }, words.hint),
        this.text,
        make("div", { className: "trap", "aria-hidden": "true" }, this.trap),
        make("p", { className: "row" }, this.button(words.send), this.button(words.no, () => this.thank())),
      ),
    );
    this.text.focus();
  }

  async hand(event) {
    event.preventDefault();
    const { words, text, chosen } = this;
    const written = text.value.trim();
    const fault = this.fault(written);
    if (fault) {
      this.warned = written;
      this.say(words[fault]);
      text.focus();
      return;
    }
    const comment = () =>
      this.token && this.send("comments", { token: this.token, text: written, website: this.trap.value });
    let said = await comment();
    if (!said && !this.token) {
      await this.react(chosen);
      said = await comment();
    }
    if (said) this.thank(said.guidance);
  }

  // Which words tell what is wrong with a text; of personal data its writer is warned once.
  fault(written) {
    if (!written) return "empty";
    if (written.length > LONGEST) return "long";
    return this.warned !== written && PERSONAL.test(written) && "warn";
  }

  thank(guidance) {
    this.text = null;
    this.say("");
    const thanks = this.line(this.words.thanks);
    if (!guidance) return this.show(thanks);
    this.show(make("p", { tabIndex: -1, className: "now" }, guidance), thanks);
  }
}

if (!customElements.get(NAME)) customElements.define(NAME, Feedback);
