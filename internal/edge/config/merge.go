package config

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// merged writes the value of fresh into the tree of old and gives it, so that comments and quotes stay where what they
// stand at stays. The keys come in the order of fresh.
func merged(old, fresh *yaml.Node) *yaml.Node {
	if old == nil || old.Kind != fresh.Kind {
		return annotated(old, fresh)
	}
	switch fresh.Kind {
	case yaml.MappingNode:
		return mergedMapping(old, fresh)
	case yaml.SequenceNode:
		return mergedList(old, fresh)
	}
	if old.Value == fresh.Value && old.ShortTag() == fresh.ShortTag() {
		return old
	}
	return annotated(old, fresh)
}

// annotated gives fresh with the comments of old.
func annotated(old, fresh *yaml.Node) *yaml.Node {
	if old == nil {
		return fresh
	}
	out := *fresh
	out.HeadComment, out.LineComment, out.FootComment = old.HeadComment, old.LineComment, old.FootComment
	if strings.Contains(out.Value, "\n") {
		out.LineComment = "" // a block has no room beside it
	}
	return &out
}

func mergedMapping(old, fresh *yaml.Node) *yaml.Node {
	out := *old
	out.Content = nil
	put := func(key, value *yaml.Node) {
		if k := keyNode(old, key.Value); k != nil {
			key = k
		}
		out.Content = append(out.Content, key, value)
	}
	for i := 0; i+1 < len(fresh.Content); i += 2 {
		key := fresh.Content[i]
		put(key, merged(valueOf(old, key.Value), fresh.Content[i+1]))
		if was := valueOf(old, "previous_title"); key.Value == "title" && was != nil && was.Value != fresh.Content[i+1].Value {
			put(textNode("previous_title"), was) // other desks may still have to rename it
		}
	}
	if len(out.Content) == 0 {
		out.Style = yaml.FlowStyle
	}
	return &out
}

func keyNode(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i]
		}
	}
	return nil
}

// mergedList finds for each item of fresh the equal item of old, or else the one that begins alike.
func mergedList(old, fresh *yaml.Node) *yaml.Node {
	out := *old
	out.Content = nil
	taken := map[int]bool{}
	find := func(item *yaml.Node, same func(a, b *yaml.Node) bool) *yaml.Node {
		for i, o := range old.Content {
			if !taken[i] && same(o, item) {
				taken[i] = true
				return o
			}
		}
		return nil
	}
	equal := make([]*yaml.Node, len(fresh.Content))
	for i, item := range fresh.Content {
		equal[i] = find(item, func(a, b *yaml.Node) bool { return told(a) == told(b) })
	}
	for i, item := range fresh.Content {
		was := equal[i]
		if was == nil && item.Kind == yaml.MappingNode {
			was = find(item, alike)
		}
		out.Content = append(out.Content, merged(was, item))
	}
	if fresh.Style != yaml.FlowStyle && len(fresh.Content) > 0 {
		out.Style = fresh.Style
	}
	if len(out.Content) == 0 {
		out.Style = yaml.FlowStyle
	}
	return &out
}

// alike reports whether two items have the same first key and value: a name, a date, a field.
func alike(a, b *yaml.Node) bool {
	return a.Kind == b.Kind && len(a.Content) > 1 && len(b.Content) > 1 && a.Content[0].Value == b.Content[0].Value &&
		told(a.Content[1]) == told(b.Content[1])
}
