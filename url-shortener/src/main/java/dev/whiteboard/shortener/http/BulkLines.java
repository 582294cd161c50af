package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.BodyLines.Line;
import dev.whiteboard.kit.http.JsonFields;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.ProblemException;
import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.shortener.http.Callers.Caller;
import dev.whiteboard.shortener.link.Link;
import dev.whiteboard.shortener.link.LinkCreation.Outcome;
import dev.whiteboard.shortener.link.LinkDraft;
import dev.whiteboard.shortener.link.Ownership;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes links of the lines of one request, and lines of what came of them. */
final class BulkLines {
  private static final Problem TOO_LONG =
      Problem.of(413, "Content too large", "The line is longer than 16 KB.");

  private static final Problem UNAVAILABLE = Problem.unavailable(Duration.ofSeconds(2));

  private static final Problem BROKEN =
      Problem.of(500, "Internal error", "Something broke here. It has been logged.");

  private static final byte LINE_FEED = '\n';

  private static final Logger log = LoggerFactory.getLogger(BulkLines.class);

  private final LinkApi.Parts parts;
  private final Caller.WithKey caller;
  private final Ownership owner;
  private final String requestId;

  /** For the lines of this caller. */
  BulkLines(LinkApi.Parts parts, Caller.WithKey caller, String requestId) {
    this.parts = parts;
    this.caller = caller;
    this.owner = new Ownership.OfKey(caller.id());
    this.requestId = requestId;
  }

  /** What a line asks for. */
  private sealed interface Asked {
    record Wanted(LinkDraft draft) implements Asked {}

    record Refused(Problem problem) implements Asked {}
  }

  /** A line of the answer for each line. Blocks until all that can be kept is kept. */
  Buffer answer(List<Line> lines) {
    var asked = lines.stream().map(this::read).toList();
    var made = parts.creation().createAll(drafts(asked), owner);
    tell(made);
    var outcomes = made.iterator();
    var answer = Buffer.buffer();
    for (var each : asked) {
      answer.appendBuffer(
          switch (each) {
            case Asked.Wanted _ -> line(outcomes.next());
            case Asked.Refused(var problem) -> line(problem);
          });
    }
    return answer;
  }

  /** A problem as a line. */
  static Buffer line(Problem problem) {
    return line(problem.toJson());
  }

  private Asked read(Line line) {
    return switch (line) {
      case Line.TooLong _ -> new Asked.Refused(TOO_LONG);
      case Line.Bytes(var bytes) -> read(bytes);
    };
  }

  private Asked read(Buffer json) {
    try {
      var fields = JsonFields.of(json, LinkRequest.fields());
      var draft = LinkRequest.parse(fields, parts.ownHosts(), parts.clock().instant());
      return parts
          .limits()
          .spend(caller)
          .<Asked>map(Asked.Refused::new)
          .orElseGet(() -> new Asked.Wanted(draft));
    } catch (ProblemException e) {
      return new Asked.Refused(e.problem());
    }
  }

  private static List<LinkDraft> drafts(List<Asked> asked) {
    var drafts = new ArrayList<LinkDraft>(asked.size());
    for (var each : asked) {
      if (each instanceof Asked.Wanted(var draft)) {
        drafts.add(draft);
      }
    }
    return drafts;
  }

  private Buffer line(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Made(var link, _) -> line(made(link));
      case Outcome.AliasTaken _ -> line(LinkApi.ALIAS_TAKEN);
      case Outcome.KeyReused _ -> line(LinkApi.KEY_REUSED);
      case Outcome.Failed(var reason) -> line(failed(reason));
    };
  }

  private JsonObject made(Link link) {
    parts.created().increment();
    return parts.json().of(link, 0);
  }

  private void tell(List<Outcome> outcomes) {
    parts
        .news()
        .tell(
            outcomes.stream()
                .filter(Outcome.Made.class::isInstance)
                .map(outcome -> ((Outcome.Made) outcome).link())
                .toList());
  }

  private Problem failed(RuntimeException reason) {
    if (reason instanceof StoreAwayException) {
      return UNAVAILABLE;
    }
    log.atError().addKeyValue("requestId", requestId).setCause(reason).log("a line failed");
    return BROKEN;
  }

  private static Buffer line(JsonObject json) {
    return json.toBuffer().appendByte(LINE_FEED);
  }
}
