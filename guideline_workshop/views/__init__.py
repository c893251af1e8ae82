"""The pages: context in, one service call, a redirect or the template's values out."""
