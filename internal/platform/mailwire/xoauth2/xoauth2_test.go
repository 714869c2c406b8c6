package xoauth2

import (
	"errors"
	"testing"
)

// The line is the example of Google's description of the mechanism.
func TestStart(t *testing.T) {
	name, got, err := New("someuser@example.com", "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg").Start()
	want := "user=someuser@example.com\x01auth=Bearer ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg\x01\x01"
	if name != "XOAUTH2" || string(got) != want || err != nil {
		t.Errorf("got %s %q, %v, want %q", name, got, err, want)
	}
}

func TestRefusalIsAnError(t *testing.T) {
	_, err := New("u", "t").Next([]byte(`{"status":"401"}`))
	var refused *Refused
	if !errors.As(err, &refused) || refused.Reason != `{"status":"401"}` {
		t.Errorf("got %v", err)
	}
}
