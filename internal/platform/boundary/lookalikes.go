package boundary

// lookalikes are letters with accents, and those of other alphabets that cannot be told from a Latin one by eye, with what
// they are compared as (Unicode Technical Standard 39, confusables.txt: the part that occurs in names and host names).
var lookalikes = table(map[string]string{
	"a": "àáâãäåāăąǎаαɑ", "ae": "æ", "b": "ьвβ", "c": "çćĉċčсϲ", "d": "ďđðԁ", "e": "èéêëēĕėęěеєε", "f": "ƒ", "g": "ĝğġģɡ",
	"h": "ĥħһнη", "i": "ìíîïĩīĭįıіιɩ", "j": "ĵјϳ", "k": "ķкκ", "l": "ĺļľŀłӏⅼ", "m": "мμ", "n": "ñńņňŉո",
	"o": "òóôõöøōŏőоοօ", "oe": "œ", "p": "рρ", "q": "ԛ", "r": "ŕŗřг", "s": "śŝşšѕș", "ss": "ß", "t": "ţťŧтțτ",
	"u": "ùúûüũūŭůűųυս", "v": "νѵ", "w": "ŵԝ", "x": "хχ", "y": "ýÿŷуγ", "z": "źżžζ",
	".": "․。｡．", "-": "‐‑‒–—−﹣", "/": "⁄∕", ":": "∶：", "@": "﹫", "_": "＿", "'": "’‘ʼ",
})

func table(groups map[string]string) map[rune]string {
	all := map[rune]string{}
	for plain, runes := range groups {
		for _, r := range runes {
			all[r] = plain
		}
	}
	return all
}
