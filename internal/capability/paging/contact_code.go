package paging

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// codeLasts is how long a code works, codeTries how often somebody may mistype it: six digits are then not guessed.
const (
	codeLasts = 10 * time.Minute
	codeTries = 5
	codeAgain = time.Minute // between two codes to one address
)

// SendCode sends a code to one of the actor's own addresses, which voids the code before. fault.RateLimited within a minute
// of the last; whatever the way answers where it cannot be sent.
func (s *Service) SendCode(ctx context.Context, id int64) error {
	me, err := myself(ctx)
	if err != nil {
		return err
	}
	var l Letter
	err = s.DB.Do(ctx, func(tx *db.Tx) error {
		if err := lockReach(ctx, tx, me); err != nil {
			return err
		}
		l, err = s.code(ctx, tx, me, id)
		return err
	})
	if err != nil {
		return err
	}
	return s.carry(ctx, l)
}

// code makes a code, keeps what it takes to know it, and gives the letter with it.
func (s *Service) code(ctx context.Context, tx *db.Tx, userID, id int64) (Letter, error) {
	c, err := findContact(ctx, tx, userID, id)
	if err != nil {
		return Letter{}, err
	}
	if !c.VerifiedAt.IsZero() {
		return Letter{}, fault.New(fault.Conflict, "This way has been proven already")
	}
	if wait := c.CodeUntil.Add(codeAgain - codeLasts).Sub(tx.Now()); wait > 0 {
		return Letter{}, fault.New(fault.RateLimited, "A code was sent just now. Wait %d seconds for it before you ask for another", int(wait/time.Second)+1)
	}
	u, err := s.person(ctx, tx, userID)
	if err != nil {
		return Letter{}, err
	}
	digits := newCode()
	until := tx.Now().Add(codeLasts)
	if err := storeCode(ctx, tx, id, s.codeMark(id, digits), until); err != nil {
		return Letter{}, err
	}
	return Letter{Key: fmt.Sprintf("code-%d-%d", id, until.Unix()), What: Code, To: c.Method, Name: u.Name, Title: "Daywatch code",
		Text: digits, Now: tx.Now()}, nil
}

// carry sends a letter that is no attempt of a page.
func (s *Service) carry(ctx context.Context, l Letter) error {
	carrier := s.Carriers[l.To.Kind]
	if carrier == nil {
		return fault.New(fault.Invalid, "This desk cannot send by this way")
	}
	_, err := carrier.Carry(ctx, l)
	return err
}

// VerifyMethod takes the code that was sent to one of the actor's own addresses. From then on pages go there.
func (s *Service) VerifyMethod(ctx context.Context, id int64, code string) error {
	me, err := myself(ctx)
	if err != nil {
		return err
	}
	var wrong error
	err = s.DB.Do(ctx, func(tx *db.Tx) error {
		if err := lockReach(ctx, tx, me); err != nil {
			return err
		}
		c, mark, tries, err := findCode(ctx, tx, me, id)
		if err != nil || !c.VerifiedAt.IsZero() {
			return err
		}
		if wrong = s.judge(c, mark, tries, code, tx.Now()); wrong != nil {
			return countTry(ctx, tx, id) // kept although the answer is an error: tries are what is counted
		}
		if err := markVerified(ctx, tx, id); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, event.Subject{Type: "contact", ID: id}, MethodVerified{User: me, Kind: c.Kind})
	})
	if err != nil {
		return err
	}
	return wrong
}

func (s *Service) judge(c Contact, mark string, tries int, code string, now time.Time) error {
	code = strings.Join(strings.Fields(code), "")
	switch {
	case mark == "" || now.After(c.CodeUntil):
		return fault.Field("code", "The code has expired. Ask for another")
	case tries >= codeTries:
		return fault.Field("code", "That were %d wrong codes. Ask for another", codeTries)
	case !hmac.Equal([]byte(mark), []byte(s.codeMark(c.ID, code))):
		return fault.Field("code", "%q is not the code that was sent. It has six digits", fault.Clip(code, 20))
	}
	return nil
}

// codeMark is what the database keeps of a code: without the desk's key, six digits would be found by trying.
func (s *Service) codeMark(id int64, code string) string {
	mac := hmac.New(sha256.New, s.Key)
	fmt.Fprintf(mac, "paging.code:%d:%s", id, code)
	return hex.EncodeToString(mac.Sum(nil))
}

func newCode() string {
	n, _ := rand.Int(rand.Reader, big.NewInt(1_000_000)) // never fails since Go 1.24
	return fmt.Sprintf("%06d", n)
}
