"""Writers (書出し): one module per format; a comparison table in, bytes out."""
