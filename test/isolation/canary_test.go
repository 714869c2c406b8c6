package isolation

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
)

// A canary is a word that stands nowhere else. All begin alike, so that one search finds any of them.
const mark = "Qzcnry"

// canaries are the words planted inside the restricted desk, each with the place where it was planted.
type canaries struct {
	words  []string
	places []string
}

// plant makes a word for a place.
func (c *canaries) plant(place string) string {
	word := fmt.Sprintf("%s%04dx", mark, len(c.words))
	c.words, c.places = append(c.words, word), append(c.places, place)
	return word
}

// traces are the bytes by which a canary shows: as it is, in any case, and as base64 writes the mark at each of the three
// places that it can begin at.
func traces() [][]byte {
	var all [][]byte
	for pad := range 3 {
		code := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", pad) + mark))
		first := []int{0, 2, 3}[pad] // characters that hold bits of the padding
		last := len(mark) + pad      // bytes in all
		whole := last / 3 * 4        // characters of whole groups
		all = append(all, []byte(code[first:whole]))
	}
	return all
}

// in gives what of the canaries stands in some bytes.
func in(body []byte) (found []string) {
	lower, low := bytes.ToLower(body), []byte(strings.ToLower(mark))
	for rest := lower; ; {
		i := bytes.Index(rest, low)
		if i < 0 {
			break
		}
		found = append(found, string(rest[i:min(len(rest), i+len(mark)+5)]))
		rest = rest[i+len(low):]
	}
	for _, t := range traces() {
		if bytes.Contains(body, t) {
			found = append(found, "base64 of "+mark)
		}
	}
	return found
}
