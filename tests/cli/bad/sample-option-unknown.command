sample "x1^2" --sampel nuts
