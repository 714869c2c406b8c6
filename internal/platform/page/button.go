package page

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Look says what kind of button it is. A page has at most one Primary.
type Look string

// The looks of buttons.
const (
	Secondary Look = ""
	Primary   Look = "primary"
	Danger    Look = "danger"
	Quiet     Look = "quiet"
	NoteLook  Look = "note" // acts inside the house, on yellow paper
	Small     Look = "small"
	Wide      Look = "primary wide" // the one button of a door or a phone page
)

// Button is a submit button of the form around it. more adds attributes and children, of them Key and Icon.
func Button(look Look, label string, more ...g.Node) g.Node {
	return h.Button(class(look), h.Type("submit"), g.Text(label), g.Group(more))
}

// LinkButton is a link that looks like a button.
func LinkButton(look Look, href, label string, more ...g.Node) g.Node {
	return h.A(class(look), h.Href(href), g.Text(label), g.Group(more))
}

// PostButton is a form of one button: an act that needs no page. fields are name, value, name, value.
func PostButton(look Look, action, label string, fields []string, more ...g.Node) g.Node {
	return h.Form(h.Method("post"), h.Action(action), hidden(fields), Button(look, label, more...))
}

// Hidden is an input that is sent but not seen.
func Hidden(name, value string) g.Node {
	return h.Input(h.Type("hidden"), h.Name(name), h.Value(value))
}

func hidden(fields []string) g.Node {
	var nodes g.Group
	for i := 0; i+1 < len(fields); i += 2 {
		nodes = append(nodes, Hidden(fields[i], fields[i+1]))
	}
	return nodes
}

// Key gives a button or link its key ("r", "g q") and shows it as a cap.
func Key(key string) g.Node {
	return g.Group{g.Attr("data-key", key), g.Attr("aria-keyshortcuts", key), h.Kbd(g.Attr("aria-hidden", "true"), g.Text(key))}
}

// HiddenKey is Key without the cap, for what shows elsewhere or acts on a row.
func HiddenKey(key string) g.Node { return g.Attr("data-key", key) }

func class(look Look) g.Node {
	if look == Secondary {
		return h.Class("btn")
	}
	return h.Class("btn " + string(look))
}
