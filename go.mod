module github.com/lightpane/lightpane

go 1.26
