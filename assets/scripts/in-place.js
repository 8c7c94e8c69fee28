// Whoever goes on typing has not said all: what is under way would be put in place over it. The form is sent again when they pause.
document.addEventListener("input", () => htmx.trigger("#in-place", "htmx:abort"));
