/// The script of the `html` format: filters, search, and opening what a link points to. The page works without it.
enum HTMLScript {
    /// SHA-256 of ``text`` in base64, as a content security policy names it; a test holds it to the text.
    static let digest = "sha256-Y04MpoX4/eW6dL3oKHfYnGXWkHCL1XvSsyflhu1fCOg="

    static let text = #"""
        (() => {
          const form = document.getElementById('filter');
          const rows = Array.from(document.querySelectorAll('#list > details'), (element) => {
            const data = element.dataset;
            return {element, s: data.s, v: data.v, e: data.e, a: data.a, r: data.r, c: data.c,
              text: element.firstElementChild.textContent.toLowerCase(), hidden: false};
          });
          const query = document.getElementById('q');
          const shown = document.getElementById('shown');
          const nothing = document.getElementById('nothing');
          const more = document.getElementById('more');
          const selects = Array.from(form.querySelectorAll('select'));
          const order = ['fail', 'unknown', 'accepted', 'manual', 'pass', 'not-applicable',
            'critical', 'high', 'medium', 'low', 'informational'];
          const place = (name) => order.includes(name) ? order.indexOf(name) : order.length;
          for (const select of selects) {
            const counts = new Map();
            for (const row of rows) {
              const name = row[select.dataset.k];
              counts.set(name, (counts.get(name) || 0) + 1);
            }
            select.append(new Option('all', ''));
            const names = Array.from(counts.keys());
            names.sort((a, b) => place(a) - place(b) || (a < b ? -1 : a > b ? 1 : 0));
            for (const name of names) select.append(new Option(name + ' (' + counts.get(name) + ')', name));
          }
          // A browser lays out some hundred rows at once and not ten thousand.
          const step = 300;
          let limit = step;
          const apply = () => {
            const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
            const wanted = selects.filter((select) => select.value).map((select) => [select.dataset.k, select.value]);
            let count = 0;
            for (const row of rows) {
              const fits = wanted.every(([key, value]) => row[key] === value)
                && words.every((word) => row.text.includes(word));
              if (fits) count += 1;
              const hides = !fits || count > limit;
              if (row.hidden !== hides) {
                row.hidden = hides;
                row.element.hidden = hides;
              }
            }
            more.hidden = count <= limit;
            more.textContent = 'Show ' + Math.min(step, count - limit) + ' more of ' + (count - limit);
            shown.textContent = count === rows.length ? rows.length + ' findings' : count + ' of ' + rows.length + ' findings';
            nothing.hidden = count > 0 || rows.length === 0;
          };
          const anew = () => {
            limit = step;
            apply();
          };
          more.addEventListener('click', () => {
            limit += step;
            apply();
          });
          let waiting = 0;
          query.addEventListener('input', () => {
            cancelAnimationFrame(waiting);
            waiting = requestAnimationFrame(anew);
          });
          for (const select of selects) select.addEventListener('change', anew);
          form.addEventListener('reset', () => setTimeout(anew));
          form.addEventListener('submit', (event) => event.preventDefault());
          for (const link of document.querySelectorAll('a[data-k]')) {
            link.addEventListener('click', () => {
              form.reset();
              const select = selects.find((one) => one.dataset.k === link.dataset.k);
              select.value = link.dataset.v;
              if (select.selectedIndex < 0) select.value = '';
            });
          }
          const open = () => {
            const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
            if (target && target.tagName === 'DETAILS') {
              if (target.hidden) {
                form.reset();
                limit = rows.length;
                apply();
              }
              target.open = true;
              target.scrollIntoView();
            }
          };
          addEventListener('hashchange', open);
          addEventListener('beforeprint', () => {
            limit = rows.length;
            apply();
            let opened = 0;
            for (const row of rows) {
              if (!row.hidden && (row.s === 'fail' || row.s === 'unknown') && opened < 200) {
                row.element.open = true;
                opened += 1;
              }
            }
            for (const part of document.querySelectorAll('.check, .framework')) part.open = true;
          });
          form.hidden = false;
          apply();
          open();
        })();

        """#
}
