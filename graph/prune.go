package graph

// RemoveChannel takes a channel away. Its short channel id may be added anew.
func (e *Editor) RemoveChannel(ch ChannelRef) {
	if e.gone == nil {
		e.gone = make([]bool, len(e.base.scid)+len(e.added))
	}
	if !e.gone[ch] {
		e.gone[ch] = true
		e.removed++
	}
}

func (e *Editor) isGone(ch ChannelRef) bool { return e.gone != nil && e.gone[ch] }

// Prune forgets what nobody refreshed: a direction last updated before the unix
// time cutoff loses its policy, and a channel goes when it lacks either
// direction and was announced before cutoff as well. It returns how many of
// each went.
func (e *Editor) Prune(cutoff uint32) (directions, channels int) {
	base := len(e.base.scid)
	for ch := range base + len(e.added) {
		if e.isGone(ChannelRef(ch)) {
			continue
		}
		complete := true
		for dir := range Direction(2) {
			p, updated, ok := e.Policy(ChannelRef(ch), dir)
			if ok && updated < cutoff {
				e.own()
				e.policy[e.slot(ChannelRef(ch), dir)] = Policy{}
				e.updated[2*ch+int(dir)] = 0
				directions++
				ok = false
			}
			complete = complete && ok && p != nil
		}
		if complete {
			continue
		}
		announced := uint32(0)
		if ch < base {
			announced = e.base.announced[ch]
		} else {
			announced = e.added[ch-base].announced
		}
		if announced < cutoff {
			e.RemoveChannel(ChannelRef(ch))
			channels++
		}
	}
	return directions, channels
}
