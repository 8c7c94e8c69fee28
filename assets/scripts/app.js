// A page that comes back with errors puts the summary first, for eyes and for screen readers alike.
document.querySelector("[autofocus]")?.focus();

// A page that has answered a form takes the address that leads to it with the cookie, so that the
// browser's back button finds it again: at once if all that is on it is kept, or else when it is sent.
const shown = document.querySelector("[data-address]")?.dataset;
if (shown && navigator.cookieEnabled) addEventListener(shown.on, () => history.replaceState(null, "", shown.address));
