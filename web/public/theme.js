(function () {
  var theme = null;
  try {
    theme = localStorage.getItem('athir.theme');
  } catch (e) {
    // Storage can be forbidden; the system's theme holds then.
  }
  if (theme !== 'light' && theme !== 'dark') {
    theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  document.documentElement.dataset.theme = theme;
})();
