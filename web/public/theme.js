(function () {
  try {
    var theme = localStorage.getItem('athir.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch (e) {
    // Storage can be forbidden; the system's theme holds then.
  }
})();
