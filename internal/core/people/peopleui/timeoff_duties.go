package peopleui

import (
	"context"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/people"
)

// duties shows the shifts on call that stand against a wish, or against what is planned where nothing is wished for.
func (ui *Handlers) duties(ctx context.Context, u people.User, wish people.TimeOff, planned []people.TimeOff) (nodes g.Group, err error) {
	if ui.deps.Duties == nil {
		return nil, nil
	}
	if wish.Until.After(wish.From) {
		planned = []people.TimeOff{wish}
	}
	for _, off := range planned {
		node, err := ui.deps.Duties(ctx, u.ID, off.From, off.Until)
		if err != nil {
			return nil, err
		}
		if node != nil {
			nodes = append(nodes, node)
		}
	}
	return nodes, nil
}
