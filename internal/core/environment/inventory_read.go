package environment

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// readCSV reads lines under a head line that names the columns, in any order.
func readCSV(data []byte) (entries []Entry, problems []Problem) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))) // as spreadsheets mark UTF-8
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	var head []string
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return entries, problems
		}
		if err != nil {
			var bad *csv.ParseError
			if errors.As(err, &bad) {
				return entries, append(problems, Problem{bad.Line, "this is no line of CSV: " + bad.Err.Error()})
			}
			return entries, append(problems, Problem{0, err.Error()})
		}
		line, _ := r.FieldPos(0)
		if head == nil {
			if head, problems = columns(line, record); len(problems) > 0 {
				return nil, problems
			}
			continue
		}
		if len(record) > len(head) {
			problems = append(problems, Problem{line, fmt.Sprintf("there are %d fields under %d columns", len(record), len(head))})
			continue
		}
		e := fresh(line)
		for i, text := range record {
			if err := e.set(head[i], text); err != nil {
				problems = append(problems, problemOf(line, head[i], err))
			}
		}
		entries = append(entries, e)
	}
}

func columns(line int, record []string) (head []string, problems []Problem) {
	for _, name := range record {
		name = strings.ToLower(strings.TrimSpace(name))
		switch {
		case !slices.Contains(inventoryFields, name):
			problems = append(problems, Problem{line, unknownField(name)})
		case slices.Contains(head, name):
			problems = append(problems, Problem{line, "the column “" + name + "” stands there twice"})
		}
		head = append(head, name)
	}
	if !slices.Contains(head, "name") {
		problems = append(problems, Problem{line, "the first line names the columns; “name” is missing"})
	}
	return head, problems
}

func unknownField(name string) string {
	return "there is no field “" + fault.Clip(name, 40) + "”. The fields are " + strings.Join(inventoryFields, ", ")
}

func problemOf(line int, field string, err error) Problem {
	sentence, _ := fault.Public(err)
	return Problem{line, field + ": " + sentence}
}

// readYAML reads a list under the key environments.
func readYAML(data []byte) (entries []Entry, problems []Problem) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, []Problem{{0, "this is no YAML: " + fault.Clip(err.Error(), 200)}}
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	list, problems := listOf(doc.Content[0])
	for _, item := range list {
		e := fresh(item.Line)
		if item.Kind != yaml.MappingNode {
			problems = append(problems, Problem{item.Line, "an environment is written as fields with values, such as name: Production"})
			continue
		}
		for i := 0; i+1 < len(item.Content); i += 2 {
			key, value := item.Content[i], item.Content[i+1]
			text, err := textOf(value)
			switch {
			case !slices.Contains(inventoryFields, key.Value):
				problems = append(problems, Problem{key.Line, unknownField(key.Value)})
				continue
			case err == nil:
				err = e.set(key.Value, text)
			}
			if err != nil {
				problems = append(problems, problemOf(key.Line, key.Value, err))
			}
		}
		entries = append(entries, e)
	}
	return entries, problems
}

func listOf(top *yaml.Node) ([]*yaml.Node, []Problem) {
	if top.Kind == yaml.MappingNode && len(top.Content) == 2 && top.Content[0].Value == "environments" && top.Content[1].Kind == yaml.SequenceNode {
		return top.Content[1].Content, nil
	}
	return nil, []Problem{{top.Line, "the file is a list under the key “environments”"}}
}

// textOf is a value as one text; nodes may be written as a mapping of roles to counts.
func textOf(n *yaml.Node) (string, error) {
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Tag == "!!null" {
			return "", nil
		}
		return n.Value, nil
	case yaml.MappingNode:
		var lines []string
		for i := 0; i+1 < len(n.Content); i += 2 {
			lines = append(lines, n.Content[i].Value+": "+n.Content[i+1].Value)
		}
		return strings.Join(lines, "; "), nil
	}
	return "", fault.New(fault.Invalid, "this is neither a value nor roles with counts")
}

func readCount(text string, n *int) (err error) {
	if text == "" {
		return nil
	}
	if *n, err = strconv.Atoi(text); err != nil {
		return fault.New(fault.Invalid, "“%s” is no whole number", fault.Clip(text, 40))
	}
	return nil
}

func readYes(text string, yes *bool) error {
	switch strings.ToLower(text) {
	case "true", "yes", "1":
		*yes = true
	case "", "false", "no", "0":
	default:
		return fault.New(fault.Invalid, "“%s” is neither true nor false", fault.Clip(text, 40))
	}
	return nil
}

// readNodeList reads roles with counts.
func readNodeList(text string, nodes *[]Node) error {
	read, wrong := ReadNodes(text)
	if wrong != "" {
		return fault.New(fault.Invalid, "“%s” is no role with a count, such as Database: 3", fault.Clip(wrong, 60))
	}
	*nodes = append(*nodes, read...)
	return nil
}
