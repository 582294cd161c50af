package dev.whiteboard.capacity.text;

import dev.whiteboard.bench.result.Machine;
import dev.whiteboard.bench.result.Missing;
import dev.whiteboard.capacity.result.Measurements;
import dev.whiteboard.capacity.result.ResultDocument;
import dev.whiteboard.capacity.sheet.Sheet;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** What a sheet was made of, in sentences: no figure is worth more than the machine it is from. */
public final class Provenance {
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** More than this, and somebody else was at work. */
  private static final double LOAD_AVERAGE_QUIET = 0.5;

  private Provenance() {}

  /** When it was made. */
  public static String made(Sheet sheet) {
    return MINUTES.format(sheet.at());
  }

  /** Where each document is from, newest first. */
  public static List<String> sources(Sheet sheet) {
    return sheet.measurements().documents().stream().map(Provenance::source).toList();
  }

  private static String source(ResultDocument document) {
    var machine = document.machine();
    var calibration =
        machine.calibration() > 0
            ? "calibration %,.0f".formatted(machine.calibration())
            : "not calibrated";
    return "%s, %s, commit %s, %s, %s"
        .formatted(
            command(document),
            MINUTES.format(document.at()),
            document.commit(),
            machine.kind(),
            calibration);
  }

  private static String command(ResultDocument document) {
    return document.bench().equals("all")
        ? "./whiteboard bench"
        : "./whiteboard bench " + document.bench();
  }

  /** What speaks against trusting them. */
  public static List<String> warnings(Sheet sheet) {
    var warnings = new ArrayList<String>();
    var documents = sheet.measurements().documents();
    if (documents.isEmpty()) {
      warnings.add("Nothing is measured yet: ./whiteboard bench --quick does it in minutes.");
    }
    for (var document : documents) {
      var name = "%s, %s,".formatted(command(document), MINUTES.format(document.at()));
      if (document.quick()) {
        warnings.add(name + " was a quick run: its figures are rough.");
      }
      if (!document.finished()) {
        warnings.add(name + " was stopped before its end.");
      }
      if (document.machine().loadAverage() > LOAD_AVERAGE_QUIET) {
        warnings.add(
            "%s was not alone on its machine: load %.1f when it began."
                .formatted(name, document.machine().loadAverage()));
      }
      warnings.addAll(missing(document, sheet.measurements()));
    }
    if (documents.stream().map(ResultDocument::machine).map(Machine::kind).distinct().count() > 1) {
      warnings.add("Figures are from different machines.");
    }
    return warnings;
  }

  /** A line for each reason, with all that is missing for it and that no other document has. */
  private static List<String> missing(ResultDocument document, Measurements measurements) {
    var byReason = new LinkedHashMap<String, List<String>>();
    for (var missing : document.missing()) {
      if (!isMeasured(missing, measurements)) {
        byReason
            .computeIfAbsent(missing.why(), _ -> new ArrayList<>())
            .add("%s (%s)".formatted(missing.what(), missing.bench()));
      }
    }
    return byReason.entrySet().stream()
        .map(entry ->
            "Missing, %s: %s.".formatted(entry.getKey(), String.join(", ", entry.getValue())))
        .toList();
  }

  /** A figure, or a whole benchmark that failed. */
  private static boolean isMeasured(Missing missing, Measurements measurements) {
    return measurements.figures().stream()
        .anyMatch(figure ->
            figure.name().equals(missing.what()) || figure.run().bench().equals(missing.what()));
  }
}
