package content

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

const (
	chartWidth  = 640
	chartHeight = 300
	chartLeft   = 52
	chartBottom = 262
	chartTop    = 34
)

// chart draws the sort of monitoring picture customers paste: one series that climbs and falls, a limit,
// hours below. It is a PNG.
func chart(s *scene) []byte {
	img := image.NewPaletted(image.Rect(0, 0, chartWidth, chartHeight), color.Palette{
		color.RGBA{0xfc, 0xfb, 0xf8, 0xff}, color.RGBA{0xe2, 0xdf, 0xd6, 0xff}, color.RGBA{0x3b, 0x59, 0xc4, 0xff},
		color.RGBA{0xd7, 0xde, 0xf6, 0xff}, color.RGBA{0xb4, 0x2b, 0x2b, 0xff}, color.RGBA{0x55, 0x52, 0x4a, 0xff},
	})
	const (
		grid, line, fill, limit, ink = 1, 2, 3, 4, 5
	)
	for i := range 5 {
		y := chartBottom - i*(chartBottom-chartTop)/4
		stroke(img, chartLeft, chartWidth-12, y, grid)
		label(img, 14, y-5, itoa(i*25)+"%", ink)
	}
	plot(s, img, line, fill)
	stroke(img, chartLeft, chartWidth-12, chartTop+12, limit)
	label(img, chartWidth-74, chartTop+18, "LIMIT", limit)
	label(img, chartLeft, 12, pick(s.dice, []string{"MEMORY RSS", "QUEUE LATENCY", "DISK USED", "DB CONNECTIONS", "REPLICATION LAG", "CPU IOWAIT"}), ink)
	for h := range 7 {
		hour := (s.local(s.at).Hour() + 24 - 6 + h) % 24
		label(img, chartLeft+h*(chartWidth-chartLeft-40)/6, chartBottom+12, twoDigits(hour)+":00", ink)
	}
	var b bytes.Buffer
	fast := png.Encoder{CompressionLevel: png.BestSpeed} // most of the time of Generate would go here
	must(fast.Encode(&b, img))
	return b.Bytes()
}

// plot draws a walk that climbs to a cliff, as leaks do, and starts over.
func plot(s *scene, img *image.Paletted, line, fill uint8) {
	height := 40 + s.IntN(40)
	slope := s.between(2, 5)
	for x := chartLeft; x < chartWidth-12; x++ {
		if x%slope == 0 {
			height += s.between(-2, 3)
		}
		if height > chartBottom-chartTop-14 && s.chance(12) {
			height = 30 + s.IntN(50)
		}
		height = min(max(height, 6), chartBottom-chartTop-6)
		for y := chartBottom - 1; y > chartBottom-height; y-- {
			img.SetColorIndex(x, y, fill)
		}
		for thick := range 3 {
			img.SetColorIndex(x, chartBottom-height-thick, line)
		}
	}
}

func stroke(img *image.Paletted, from, to, y int, c uint8) {
	for x := from; x < to; x++ {
		img.SetColorIndex(x, y, c)
	}
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + itoa(n)
	}
	return itoa(n)
}
