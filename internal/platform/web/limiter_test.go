package web

import (
	"fmt"
	"testing"
	"time"
)

func TestLimiter(t *testing.T) {
	l := NewLimiter(time.Minute, 3, 0)
	for i := range 3 {
		if ok, _ := l.Allow("a", morning); !ok {
			t.Fatalf("try %d of a burst of 3 was refused", i+1)
		}
	}
	if ok, wait := l.Allow("a", morning); ok || wait != time.Minute {
		t.Errorf("fourth try: %v, wait %v, want a minute", ok, wait)
	}
	if ok, _ := l.Allow("b", morning); !ok {
		t.Error("another key pays for the first")
	}
	if ok, wait := l.Allow("a", morning.Add(45*time.Second)); ok || wait != 15*time.Second {
		t.Errorf("after 45 s: %v, wait %v, want 15 s more", ok, wait)
	}
	if ok, _ := l.Allow("a", morning.Add(time.Minute)); !ok {
		t.Error("refused though a token came back")
	}
}

func TestLimiterForgetsTheCalm(t *testing.T) {
	l := NewLimiter(time.Minute, 2, 10)
	for range 2 {
		l.Allow("attacker", morning)
	}
	for i := range 1000 {
		l.Allow(fmt.Sprint("guest", i), morning)
		if len(l.buckets) > 10 {
			t.Fatalf("%d keys are remembered, the limit is 10", len(l.buckets))
		}
	}
	if ok, _ := l.Allow("attacker", morning); ok {
		t.Error("a flood of other keys made the limiter forget a spent one")
	}
	l.Allow("late", morning.Add(time.Hour))
	for i := range 9 {
		l.Allow(fmt.Sprint("late", i), morning.Add(time.Hour))
	}
	if _, known := l.buckets["attacker"]; known {
		t.Error("a bucket that is full again is still remembered")
	}
}

func TestLimiterWaitTakesNothing(t *testing.T) {
	l := NewLimiter(time.Minute, 1, 0)
	for range 3 {
		if wait := l.Wait("a", morning); wait != 0 {
			t.Fatalf("nothing was taken, and one waits %v", wait)
		}
	}
	l.Allow("a", morning)
	if wait := l.Wait("a", morning.Add(20*time.Second)); wait != 40*time.Second {
		t.Errorf("waits %v, want 40 s", wait)
	}
}
