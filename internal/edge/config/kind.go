package config

import (
	"cmp"
	"context"
	"reflect"

	"go.yaml.in/yaml/v4"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// kind is a sort of object.
type kind interface {
	word() string   // policy: in sentences, and where others refer to it
	folder() string // policies: where its files lie
	// decode reads a file.
	decode(d *decoder, n *yaml.Node) object
	// read lists the desk's objects in their order.
	read(ctx context.Context, s *session) ([]object, error)
	// save makes o of was, or anew where was is nil.
	save(ctx context.Context, s *session, was *object, o object) error
	// drop deletes an object, or switches it off where it cannot be deleted.
	drop(ctx context.Context, s *session, o object) error
	// arrange puts the objects into their order; it does nothing where there is none.
	arrange(ctx context.Context, s *session, all []object) error
	// verify finds what is wrong with objects only when all of them are there; wanted gives those of the files.
	verify(ctx context.Context, s *session, wanted func(name string) (object, bool)) (Problems, error)
	// schema describes a file to editors.
	schema() map[string]any
	// at gives the field of the file that an error of the desk speaks of.
	at(field string) string
	// ordered reports whether the place among its like means something, so that files have a position.
	ordered() bool
}

// session is one look at a desk, or one change of it.
type session struct {
	*Service
	q     db.Querier
	tx    *db.Tx // nil where nothing is changed
	names *names
	circle
}

// reading is a session in a snapshot; writing one in a transaction.
func (s *Service) reading(q db.Querier) *session {
	return &session{Service: s, q: q, names: newNames()}
}

func (s *Service) writing(tx *db.Tx) *session {
	return &session{Service: s, q: tx, tx: tx, names: newNames()}
}

// held is an object as the desk has it.
type held[F any] struct {
	id   int64
	file F
	idle bool
}

// kindOf makes a kind of functions over the struct F of its files.
type kindOf[F any] struct {
	noun, dir string
	blank     func() F // what holds where a file says nothing; nil: the zero F
	name      func(*F) *string
	previous  func(*F) *string // nil: it cannot be renamed by previous_title
	position  func(*F) *int    // nil: without order
	list      func(ctx context.Context, s *session) ([]held[F], error)
	// put makes f of was, or anew; the place among its like is left to order.
	put    func(ctx context.Context, s *session, was *held[F], f F) error
	remove func(ctx context.Context, s *session, was held[F]) error
	order  func(ctx context.Context, s *session, all []held[F]) error
	// check finds what is wrong with objects only when all of them are there; nil: nothing.
	check func(ctx context.Context, s *session, wanted func(name string) (object, bool)) (Problems, error)
	place func(field string) string // where files have what the desk calls field; nil: by the same name
}

func (k *kindOf[F]) word() string   { return k.noun }
func (k *kindOf[F]) folder() string { return k.dir }
func (k *kindOf[F]) ordered() bool  { return k.position != nil }

func (k *kindOf[F]) at(field string) string {
	if k.place == nil {
		return field
	}
	return cmp.Or(k.place(field), field)
}

func (k *kindOf[F]) decode(d *decoder, n *yaml.Node) object {
	var f F
	if k.blank != nil {
		f = k.blank()
	}
	d.into(n, reflect.ValueOf(&f).Elem(), "", "")
	o := k.object(held[F]{file: f})
	o.file, o.lines = d.file, d.lines
	return o
}

func (k *kindOf[F]) object(h held[F]) object {
	o := object{kind: k, name: *k.name(&h.file), id: h.id, idle: h.idle}
	if k.previous != nil {
		o.previous, *k.previous(&h.file) = *k.previous(&h.file), ""
	}
	if k.position != nil {
		o.position = *k.position(&h.file)
	}
	o.body = h.file
	o.node, o.text = written(h.file)
	o.bare = o.text
	if k.position != nil {
		*k.position(&h.file) = 0
		_, o.bare = written(h.file)
	}
	return o
}

// written gives the canonical form of a file.
func written[F any](f F) (*yaml.Node, string) {
	n := encode(reflect.ValueOf(&f).Elem(), "")
	text, err := dump(n)
	if err != nil { // a tree of plain nodes can always be written
		panic(err)
	}
	return n, string(text)
}

func (k *kindOf[F]) read(ctx context.Context, s *session) ([]object, error) {
	all, err := k.list(ctx, s)
	out := make([]object, len(all))
	for i, h := range all {
		if k.position != nil {
			*k.position(&h.file) = (i + 1) * 10
		}
		out[i] = k.object(h)
	}
	return out, err
}

func (k *kindOf[F]) held(o object) held[F] {
	return held[F]{id: o.id, file: o.body.(F), idle: o.idle}
}

func (k *kindOf[F]) save(ctx context.Context, s *session, was *object, o object) error {
	if was == nil {
		return k.put(ctx, s, nil, o.body.(F))
	}
	before := k.held(*was)
	return k.put(ctx, s, &before, o.body.(F))
}

func (k *kindOf[F]) verify(ctx context.Context, s *session, wanted func(name string) (object, bool)) (Problems, error) {
	if k.check == nil {
		return nil, nil
	}
	return k.check(ctx, s, wanted)
}

func (k *kindOf[F]) drop(ctx context.Context, s *session, o object) error {
	return k.remove(ctx, s, k.held(o))
}

func (k *kindOf[F]) arrange(ctx context.Context, s *session, all []object) error {
	if k.order == nil {
		return nil
	}
	list := make([]held[F], len(all))
	for i, o := range all {
		list[i] = k.held(o)
	}
	return k.order(ctx, s, list)
}
