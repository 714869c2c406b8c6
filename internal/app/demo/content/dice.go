package content

import (
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// dice are the one source of chance. Each part of the world has its own, named stream, so that adding a
// ticket or a scenario leaves the customers as they were.
type dice struct{ *rand.Rand }

func newDice(seed uint64, stream string) dice {
	h := fnv.New64a()
	h.Write([]byte(stream)) // a hash.Hash never fails to write
	return dice{rand.New(rand.NewPCG(seed, h.Sum64()))}
}

func pick[T any](d dice, from []T) T { return from[d.IntN(len(from))] }

// between gives an integer from lo to hi, both included.
func (d dice) between(lo, hi int) int { return lo + d.IntN(hi-lo+1) }

func (d dice) chance(percent int) bool { return d.IntN(100) < percent }

// wait gives whole seconds from lo to hi, mostly nearer to lo as people's answers are. It counts in integers
// because floating point may round differently on another processor.
func (d dice) wait(lo, hi time.Duration) time.Duration {
	u := int64(d.IntN(1001))
	width := int64((hi - lo) / time.Second)
	return lo + time.Duration(width*u*u/1_000_000)*time.Second
}

const hexDigits = "0123456789abcdef"

func (d dice) hex(n int) string { return d.letters(n, hexDigits) }

func (d dice) letters(n int, alphabet string) string {
	out := make([]byte, n)
	for i := range out {
		out[i] = alphabet[d.IntN(len(alphabet))]
	}
	return string(out)
}

// ulid looks like a correlation id of the platform: Crockford base 32, 26 letters.
func (d dice) ulid() string { return "01K" + d.letters(23, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") }
