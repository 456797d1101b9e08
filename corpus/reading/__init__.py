"""From files of many formats to raw articles: decoding, one reader per suffix, metadata that describes files."""
