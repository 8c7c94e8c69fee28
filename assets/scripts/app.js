// A page that comes back with errors puts the summary first, for eyes and for screen readers alike.
document.querySelector("[data-focus-on-load]")?.focus();

// A page of answers that are kept may have answered a form: it takes the address that leads to it
// with the cookie, so that the browser's back button finds it again.
const { address } = document.querySelector("[data-address]")?.dataset ?? {};
if (address && navigator.cookieEnabled) history.replaceState(null, "", address);
