package synth

// The words that names are made of. Any likeness to a node's real name is by
// chance: the words are common, and the combinations are drawn.
var (
	adjectives = [...]string{
		"Amber", "Ancient", "Azure", "Bold", "Brass", "Bright", "Calm", "Candid", "Cobalt", "Copper", "Coral",
		"Crimson", "Daring", "Distant", "Dusty", "Eager", "Electric", "Emerald", "Fabled", "Fearless", "Floating",
		"Foggy", "Frosty", "Gentle", "Golden", "Granite", "Hidden", "Hollow", "Humble", "Indigo", "Iron", "Ivory",
		"Jolly", "Keen", "Lazy", "Little", "Lonely", "Loud", "Lucky", "Lunar", "Marble", "Mellow", "Misty",
		"Modest", "Mossy", "Nimble", "Noble", "Northern", "Odd", "Opal", "Patient", "Plucky", "Polar", "Proud",
		"Quiet", "Quick", "Rapid", "Restless", "Rusty", "Sable", "Salty", "Scarlet", "Secret", "Silent", "Silver",
		"Sleepy", "Solar", "Southern", "Steady", "Stormy", "Sturdy", "Sunny", "Swift", "Tidal", "Tiny", "Velvet",
		"Violet", "Wandering", "Wild", "Windy", "Wise", "Witty", "Woolly", "Zealous",
	}
	nouns = [...]string{
		"Albatross", "Anchor", "Anvil", "Badger", "Bakery", "Beacon", "Bison", "Bridge", "Cactus", "Canal",
		"Carousel", "Castle", "Cellar", "Comet", "Compass", "Condor", "Crane", "Dolphin", "Donkey", "Engine",
		"Falcon", "Ferry", "Forge", "Fountain", "Fox", "Gazelle", "Geyser", "Glacier", "Harbor", "Hare", "Heron",
		"Ibex", "Island", "Juniper", "Kestrel", "Kettle", "Lagoon", "Lantern", "Lark", "Ledger", "Lighthouse",
		"Lynx", "Magpie", "Maple", "Marmot", "Meadow", "Mill", "Mole", "Moose", "Narwhal", "Nest", "Oak", "Orchard",
		"Otter", "Owl", "Panda", "Parrot", "Pebble", "Pelican", "Pepper", "Pigeon", "Pine", "Pony", "Puffin",
		"Quarry", "Rabbit", "Raccoon", "Raven", "Reef", "Robin", "Saddle", "Salmon", "Sparrow", "Spring", "Stork",
		"Summit", "Teapot", "Thistle", "Tortoise", "Tower", "Trout", "Tunnel", "Turtle", "Valley", "Walrus",
		"Wharf", "Willow", "Wolf", "Wren", "Yak", "Zebra",
	}
	places = [...]string{
		"Alpine", "Baltic", "Bayside", "Channel", "Cloud", "Corner", "Desert", "Downtown", "Fjord", "Forest",
		"Garden", "Hillside", "Island", "Lakeside", "Market", "Midnight", "Mountain", "Ocean", "Orbit", "Prairie",
		"River", "Rooftop", "Seaside", "Station", "Suburb", "Tundra", "Uptown", "Village",
	}

	// foreignAliases begin names in other scripts and with emoji.
	foreignAliases = [...]string{
		"\U0001F680", "\U0001F9E1", "\U0001F419", "\U0001F525\U0001F525", "\U0001F1F8\U0001F1FB", "\u26a1\ufe0f",
		"\U0001F468\u200d\U0001F680", "\u20bf", "M\u00fchle", "Caf\u00e9", "Zo\u00eb", "\u0141\u00f3d\u017a",
		"S\u00e3o", "\u5149\u306e", "\u95ea\u7535", "\ubc88\uac1c", "\u041c\u043e\u043b\u043d\u0438\u044f",
		"\u0391\u03c3\u03c4\u03c1\u03b1\u03c0\u03ae", "\u0e1f\u0e49\u0e32", "\u0628\u0631\u0642",
		"\u05d1\u05e8\u05e7", "\u092c\u093f\u091c\u0932\u0940",
	}

	// commonAliases are what several nodes call themselves.
	commonAliases = [...]string{
		"alice", "bob", "node", "my node", "lightning", "test", "raspi", "umbrella", "home", "satoshi",
	}
)
