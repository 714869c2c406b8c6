package markup_test

import (
	"bytes"
	"image"
	_ "image/png" // screenshots are PNG
	"testing"
)

// look is what a reader sees of a page.
type look struct {
	Text     string // visible text, white space folded
	Cells    int    // visible table cells
	Items    int    // visible list items
	Runs     []string
	Contrast float64 // the least of all text
	Faint    string  // the text that has it

	png     []byte
	picture ink
}

// lookAt makes the two pages comparable and measures one. Quotes are opened; our summaries over them are no
// words of the author and count for the contrast alone. A picture that may not load stands as its words, which the sanitiser does too. Runs are the letters
// in order, cut where ink, ground or direction change, so that they do not depend on how text nodes are cut; with
// plainLinks the ink of links does not count.
const lookAt = `(plainLinks => {
	for (const d of document.querySelectorAll('details')) d.open = true;
	for (const i of document.querySelectorAll('img')) {
		const alt = (i.getAttribute('alt') || '').trim();
		i.replaceWith(alt ? '[' + alt + ']' : '');
	}
	const seen = e => e.checkVisibility({visibilityProperty: true}) && parseFloat(getComputedStyle(e).fontSize) > 0;
	const rgba = c => { const m = c.match(/[\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
	const over = (top, under) => under.map((u, i) => i < 3 ? Math.round(top[i] * top[3] + u * (1 - top[3])) : 1);
	const ground = e => {
		const c = e ? rgba(getComputedStyle(e).backgroundColor) : [...root, 1];
		return c[3] === 1 ? c : over(c, ground(e && e.parentElement));
	};
	const canvas = document.createElement('div');
	canvas.style.backgroundColor = 'Canvas';
	document.body.append(canvas);
	const root = rgba(getComputedStyle(canvas).backgroundColor).slice(0, 3);
	canvas.remove();
	const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
		return .2126 * r + .7152 * g + .0722 * b; };
	const texts = function* () {
		const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		for (let n; n = walk.nextNode();) {
			const text = n.data.replace(/\s+/g, ''), e = n.parentElement;
			if (!text || !seen(e)) continue;
			const css = getComputedStyle(e), back = ground(e);
			yield {text, fore: over(rgba(css.color), back).slice(0, 3), back: back.slice(0, 3), direction: css.direction, link: e.closest('a[href]')};
		}
	};
	const out = {Runs: [], Contrast: 21, Faint: ''};
	for (const {text, fore, back} of texts()) {
		const [a, b] = [light(fore), light(back)];
		const contrast = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
		if (contrast < out.Contrast) { out.Contrast = contrast; out.Faint = text; }
	}
	for (const s of document.querySelectorAll('details > summary')) s.style.display = 'none';
	out.Text = document.body.innerText.replace(/\s+/g, ' ').trim();
	out.Cells = [...document.querySelectorAll('td,th')].filter(seen).length;
	out.Items = [...document.querySelectorAll('li')].filter(seen).length;
	let style = '', letters = '';
	const cut = () => { if (letters) out.Runs.push(style + ' ' + letters); letters = ''; };
	for (const {text, fore, back, direction, link} of texts()) {
		const s = (link && plainLinks ? 'link' : fore.join()) + ' on ' + back.join() + ' ' + direction;
		if (s !== style) { cut(); style = s; }
		letters += text;
	}
	cut();
	return out;
})`

// ink is a picture as squares of side pixels, each the darkness in it from 0 to 255.
type ink [][]float64

const side = 16

func inkOf(t *testing.T, png []byte) ink {
	t.Helper()
	img, _, err := image.Decode(bytes.NewReader(png))
	if err != nil {
		t.Fatal(err)
	}
	b := img.Bounds()
	out := make(ink, b.Dy()/side)
	for y := range out {
		out[y] = make([]float64, b.Dx()/side)
		for x := range out[y] {
			out[y][x] = darkness(img, b.Min.X+x*side, b.Min.Y+y*side)
		}
	}
	return out
}

func darkness(img image.Image, x0, y0 int) float64 {
	sum := 0.0
	for y := y0; y < y0+side; y++ {
		for x := x0; x < x0+side; x++ {
			r, g, b, _ := img.At(x, y).RGBA()
			sum += 255 - (0.299*float64(r)+0.587*float64(g)+0.114*float64(b))/257
		}
	}
	return sum / (side * side)
}

// likeness is 1 for equal pictures and 0 for pictures with no ink in common (Bray and Curtis 1957): the
// empty part of a page, which is always equal, does not count.
func likeness(a, b ink) float64 {
	apart, all := 0.0, 0.0
	for y := range a {
		for x := range a[y] {
			apart += max(a[y][x]-b[y][x], b[y][x]-a[y][x])
			all += a[y][x] + b[y][x]
		}
	}
	if all == 0 {
		return 1
	}
	return 1 - apart/all
}
