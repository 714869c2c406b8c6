package workspace

import "context"

type sinceKey struct{}

// Begin notes where the live feed stands before the data of a page is read: what happens in between is then
// told to the page once it listens. Call it first of all for each request.
func (s *Shell) Begin(ctx context.Context) context.Context {
	return context.WithValue(ctx, sinceKey{}, s.Hub.LastID())
}

func (s *Shell) since(ctx context.Context) string {
	if id, ok := ctx.Value(sinceKey{}).(string); ok {
		return id
	}
	return s.Hub.LastID()
}
