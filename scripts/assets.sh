#!/bin/sh
# Copies the browser's part of npm's packages into the folder that the binary embeds: htmx, two fonts (latin
# only) and a sprite of the icons we use. Everything else in the packages stays out.
set -eu
cd "$(dirname "$0")/.."

npm ci --no-fund --no-audit --ignore-scripts --loglevel=error

src=internal/platform/web/assets/src
dist=internal/platform/web/assets/dist
mkdir -p "$dist"

# Without its last line htmx points at a source map that we don't serve.
grep -v '^//# sourceMappingURL' node_modules/htmx.org/dist/htmx.min.js >"$dist/htmx.js"

fonts=node_modules/@fontsource-variable
cp "$fonts/inter/files/inter-latin-wght-normal.woff2" "$dist/inter.woff2"
cp "$fonts/inter/files/inter-latin-ext-wght-normal.woff2" "$dist/inter-ext.woff2"
cp "$fonts/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2" "$dist/mono.woff2"
cp "$fonts/jetbrains-mono/files/jetbrains-mono-latin-ext-wght-normal.woff2" "$dist/mono-ext.woff2"

sprite=$dist/icons.svg
echo '<svg xmlns="http://www.w3.org/2000/svg">' >"$sprite.new"
while read -r icon; do
	file=node_modules/lucide-static/icons/$icon.svg
	[ -f "$file" ] || { echo "assets: lucide has no icon \"$icon\", named in $src/icons.txt" >&2; exit 1; }
	printf '<symbol id="%s" viewBox="0 0 24 24">' "$icon"
	# The drawing alone: the attributes of the <svg> itself are our stylesheet's business.
	tr '\n' ' ' <"$file" | sed -E 's/<!--[^>]*-->//g; s/.*<svg[^>]*>//; s/<\/svg>.*//; s/  +/ /g'
	echo '</symbol>'
done <"$src/icons.txt" >>"$sprite.new"
echo '</svg>' >>"$sprite.new"
mv "$sprite.new" "$sprite"

echo "assets: $(ls "$dist" | wc -l) files in $dist"
