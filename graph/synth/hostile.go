package synth

// hostileAliases are names that an attacker might announce. Each fits into 32
// bytes and aims at a different careless reader: markup, templates, scripts,
// shells, spreadsheets, terminals, text layout, and the eye.
var hostileAliases = [...]string{
	`<img src=x onerror=alert(1)>`,
	`"><script>alert(1)</script>`,
	`javascript:alert(1)`,
	`'; DROP TABLE nodes;--`,
	`{{7*7}}${7*7}<%=7*7%>#{7*7}`,
	"\u202egnp.kcatta\u202c", // right-to-left override
	"zero\u200bwidth\u200c\u200djoin\u2060er",
	"Z\u0335\u0321\u0322\u0347\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c", // marks that pile up
	"\x1b[31mred\x1b[0m\x07", // terminal escapes and the bell
	"nul\x00byte",
	"bad \xff\xfe\xc3\x28 utf-8",
	"ends mid emoji, like lnd does\xf0\x9f\x98", // 32 bytes, cut through a character
	"\u0410CINQ",                                // Cyrillic A
	"Krak\u0435n",                               // Cyrillic e
	"</title><svg onload=alert(1)>",
	"x' onmouseover='alert(1)",
	"--><!-- ]]> <![CDATA[",
	"&lt;b&gt;&#0;&#x202e;", // entities that must stay text
	"%3Cscript%3E%00%0a",
	"\r\nSet-Cookie: a=b\r\n\r\n", // header splitting
	`=HYPERLINK("//a.example")`,   // a formula in an exported table
	"$(reboot)`reboot`|reboot",
	"../../../../../etc/passwd",
	"__proto__",
	"constructor",
	"undefined",
	`\u003cb\u003e\",\"a\":\"`,   // JSON escapes, literally
	"\u2028line\u2029separators", // ends a JavaScript string in old engines
	"\ufeff\ufeff",               // byte order marks: looks empty
	"   ",
	"\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd", // the widest character
	"WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",           // as wide as ASCII gets
	"\U0001F469\u200d\U0001F469\u200d\U0001F467\u200d\U0001F466", // one character of 25 bytes
	"\u0661\u0662\u0663 \u0645\u0631\u062d\u0628\u0627 abc",      // digits and letters of both directions
}
