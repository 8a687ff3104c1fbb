package pathfind

import "context"

// explain says why there is no route.
func (f *Finder) explain(ctx context.Context, route *Route) error {
	return &NoRouteError{Reason: NoPath}
}
