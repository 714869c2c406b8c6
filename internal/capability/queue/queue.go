// Package queue is the one global queue that follows the sun: what is taken next and why, which region has the
// watch and whether its queue is clean, and how work moves between people and regions. Due times come from the
// ticket; this package never computes one.
package queue
