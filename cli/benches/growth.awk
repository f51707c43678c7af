# What twice and four times the work takes, as a picture: lines `WHAT STEP MICROSECONDS KILOBYTES`, the steps 1, 2, 4.

function x(step) { return left + (step - 1) * width / 3 }
function y(ratio) { return bottom - (ratio > most ? most : ratio) * height / most }

function text(at_x, at_y, class, anchor, said) {
  printf "<text x=\"%.0f\" y=\"%.0f\" class=\"%s\" text-anchor=\"%s\">%s</text>\n", at_x, at_y, class, anchor, said
}

function panel(title, value, unit, over, digits,   i, step, number, place, before, line, order, swap, j) {
  text(left, top - 26, "h", "start", title)
  for (number = 0; number <= most; number++) {
    printf "<path class=\"g\" d=\"M%.0f %.1fH%.0f\"/>\n", left, y(number), left + width
    text(left - 8, y(number) + 4, "s", "end", number == 0 ? "0" : number "×")
  }
  for (step = 1; step <= 4; step *= 2) text(x(step), bottom + 20, "s", "middle", step == 1 ? "n" : step "n")
  printf "<path class=\"d\" d=\"M%.1f %.1fL%.1f %.1f\"/>\n", x(1), y(1), x(4), y(4)
  for (i = 1; i <= count; i++) {
    line = ""
    for (step = 1; step <= 4; step *= 2)
      line = line sprintf("%s%.1f %.1f", line == "" ? "M" : "L", x(step), y(value[what[i], step] / value[what[i], 1]))
    printf "<path class=\"l l%d\" d=\"%s\"/>\n", i, line
    for (step = 1; step <= 4; step *= 2)
      printf "<circle class=\"l%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>\n", i, x(step), y(value[what[i], step] / value[what[i], 1])
    order[i] = i
  }
  # Labels from top to bottom, pushed apart where lines end close to each other.
  for (i = 2; i <= count; i++)
    for (j = i; j > 1 && value[what[order[j - 1]], 4] / value[what[order[j - 1]], 1] < value[what[order[j]], 4] / value[what[order[j]], 1]; j--) {
      swap = order[j - 1]; order[j - 1] = order[j]; order[j] = swap
    }
  before = -100
  for (i = 1; i <= count; i++) {
    j = order[i]
    place = y(value[what[j], 4] / value[what[j], 1]) + 4
    if (place < before + 18) place = before + 18
    before = place
    text(x(4) + 12, place, "t" j, "start", sprintf("%s %.*f → %.*f %s", what[j], digits, value[what[j], 1] / over, digits, value[what[j], 4] / over, unit))
  }
}

{ time[$1, $2] = $3; peak[$1, $2] = $4; if (!seen[$1]++) what[++count] = $1 }

END {
  width = 240; height = 250; top = 96; bottom = top + height; most = 5
  print "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"960\" height=\"430\" viewBox=\"0 0 960 430\" role=\"img\" aria-labelledby=\"t d\">"
  print "<title id=\"t\">What twice and four times the work takes in time and memory</title>"
  printf "<desc id=\"d\">"
  for (i = 1; i <= count; i++)
    printf "%s: %.2f, %.2f and %.2f seconds, %.0f, %.0f and %.0f MB. ", what[i], time[what[i], 1] / 1e6, time[what[i], 2] / 1e6, time[what[i], 4] / 1e6, peak[what[i], 1] / 1024, peak[what[i], 2] / 1024, peak[what[i], 4] / 1024
  print "</desc>"
  print "<style>text{font:13px system-ui,sans-serif;fill:#1f2328}.h{font-weight:600;font-size:15px}.s{fill:#57606a}.g{stroke:#d8dee4}.d{stroke:#57606a;stroke-dasharray:4 4}.l{fill:none!important;stroke-width:2.5}.l1{stroke:#0550ae;fill:#0550ae}.l2{stroke:#8250df;fill:#8250df}.l3{stroke:#953800;fill:#953800}.t1{fill:#0550ae}.t2{fill:#8250df}.t3{fill:#953800}</style>"
  print "<rect width=\"960\" height=\"430\" fill=\"#ffffff\"/>"
  left = 60
  text(24, 32, "h", "start", "Twice the work: how much more time and memory it takes")
  panel("Time", time, "s", 1e6, 2)
  left = 540
  panel("Memory", peak, "MB", 1024, 0)
  left = 60
  text(24, 410, "s", "start", "dashed: exactly twice and four times as much · lint: n = 500 controls, 5,000 records · trail: 10,000 commits · packet: 50 controls, 1,250 records")
  print "</svg>"
}
