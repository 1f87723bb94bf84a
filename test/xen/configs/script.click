// Packets go the other way once the script says so; a little later the guest powers off.
RatedSource(RATE 100) -> way :: Switch(0) -> before :: Counter -> Discard;
way[1] -> after :: Counter -> Discard;

DriverManager(print "script begins at $(way.switch)",
  wait 0.2s,
  write way.switch 1,
  label again,
  wait 0.1s,
  goto again $(lt $(after.count) 5),
  print "script ends at $(way.switch), $(gt $(before.count) 0), $(ge $(after.count) 5)");
