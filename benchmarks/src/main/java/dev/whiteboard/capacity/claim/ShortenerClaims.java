package dev.whiteboard.capacity.claim;

import dev.whiteboard.capacity.claim.Check.Fits;
import dev.whiteboard.capacity.claim.Check.Footprint;
import dev.whiteboard.capacity.claim.Check.Need;
import dev.whiteboard.capacity.claim.Check.Shared;
import dev.whiteboard.capacity.claim.Check.Unmeasured;
import dev.whiteboard.capacity.claim.Check.Within;
import dev.whiteboard.capacity.figure.Derived;
import dev.whiteboard.capacity.figure.Figure;
import dev.whiteboard.capacity.figure.Quantity;
import dev.whiteboard.capacity.result.Gauge;
import java.util.List;

/** 100 million links a day, each read a hundred times, kept for five years. */
final class ShortenerClaims {
  private static final Figure ONE_LINK =
      new Figure.Assumed("one link", Quantity.of(1, "links"), "a code leads to one");

  private static final Figure COPIES =
      new Figure.Assumed("three copies", Quantity.of(3, "1"), "two may fail");

  private static final Figure SIX = new Figure.Assumed("6", Quantity.of(6, "1"), "one digit fewer");

  private static final Figure TWO = new Figure.Assumed("2", Quantity.of(2, "1"), "a bit is 0 or 1");

  private static final Figure SNOWFLAKE_BITS =
      new Figure.Assumed("63", Quantity.of(63, "1"), "of 64; the sign is never set");

  private final Inputs in;
  private final Statements says;
  private final Derived writes;
  private final Derived reads;
  private final Derived urls;

  ShortenerClaims(Inputs in) {
    this.in = in;
    this.says = new Statements(Interview.URL_SHORTENER, in);
    this.writes = in.get(Input.SHORTENER_WRITES_PER_DAY).in("links/s");
    this.reads =
        in.get(Input.SHORTENER_WRITES_PER_DAY)
            .times(in.get(Input.SHORTENER_READS_PER_WRITE))
            .in("redirects/s");
    this.urls =
        in.get(Input.SHORTENER_WRITES_PER_DAY).times(in.get(Input.SHORTENER_RETENTION)).in("links");
  }

  List<Claim> all() {
    return List.of(
        writes(),
        writesPeak(),
        readsDay(),
        reads(),
        readsPeak(),
        urls(),
        storage(),
        bytesPerLink(),
        codeSpace(),
        snowflake(),
        latency(),
        says.available("shortener.availability", Input.SHORTENER_AVAILABILITY));
  }

  private Claim writes() {
    return says.about("shortener.writes", "new links", Quantity.of(1_200, "links/s"), writes)
        .checked(created(writes.named("shortener.writes")));
  }

  private Claim writesPeak() {
    var peak = writes.named("shortener.writes").times(in.get(Input.SHORTENER_PEAK));
    return says.about(
            "shortener.writes-peak", "new links at the peak", Quantity.of(2_400, "links/s"), peak)
        .checked(created(peak.named("shortener.writes-peak")));
  }

  private Shared created(Figure rate) {
    return new Shared(
        Gauge.CREATIONS_SINGLE,
        List.of(
            new Need(Resource.CPU, Gauge.CREATIONS_SINGLE, rate::over, in.get(Input.NODE_CORES))),
        Check.ONE_PLACE,
        true);
  }

  private Claim readsDay() {
    return says.about(
            "shortener.reads-day", "redirects a day", Quantity.of(10e9, "redirects/day"), reads)
        .checked(redirected(reads.named("shortener.reads")));
  }

  private Claim reads() {
    return says.about("shortener.reads", "redirects", Quantity.of(115_000, "redirects/s"), reads)
        .checked(redirected(reads.named("shortener.reads")))
        .but(
            "The network is not what it takes: all answers together are",
            reads
                .named("shortener.reads")
                .times(in.get(Input.SHORTENER_BYTES_PER_REDIRECT))
                .in("MB/s"));
  }

  private Claim readsPeak() {
    var peak = reads.named("shortener.reads").times(in.get(Input.SHORTENER_PEAK));
    return says.about(
            "shortener.reads-peak",
            "redirects at the peak",
            Quantity.of(230_000, "redirects/s"),
            peak)
        .checked(redirected(peak.named("shortener.reads-peak")));
  }

  private Shared redirected(Figure rate) {
    return new Shared(
        Gauge.REDIRECTS_CAPACITY,
        List.of(
            new Need(Resource.CPU, Gauge.REDIRECTS_CAPACITY, rate::over, in.get(Input.NODE_CORES)),
            new Need(
                Resource.NETWORK,
                Gauge.REDIRECTS_CAPACITY,
                _ -> rate.times(in.get(Input.SHORTENER_BYTES_PER_REDIRECT)),
                in.get(Input.NODE_NETWORK))),
        Check.ONE_PLACE,
        true);
  }

  private Claim urls() {
    return says.about("shortener.urls", "links kept", Quantity.of(182.5e9, "links"), urls)
        .checked(new Unmeasured("no machine here holds so many; what one takes is measured"));
  }

  private Claim storage() {
    var kept = urls.named("shortener.urls");
    var bytes = kept.times(in.get(Input.SHORTENER_BYTES_PER_LINK)).in("TB");
    return says.about("shortener.storage", "links on disk", Quantity.of(91, "TB"), bytes)
        .checked(
            new Footprint(Gauge.CREATIONS_BYTES, Resource.DISK, each -> kept.times(each).in("TB")))
        .but(
            "It is one copy, and one that is lost is lost; three are",
            bytes.named("shortener.storage").times(COPIES).in("TB"));
  }

  private Claim bytesPerLink() {
    return says.required("shortener.bytes-a-link", "a link on disk", Input.SHORTENER_BYTES_PER_LINK)
        .checked(new Footprint(Gauge.CREATIONS_BYTES, Resource.DISK, each -> each));
  }

  private Claim codeSpace() {
    var kept = urls.named("shortener.urls");
    var alphabet = in.get(Input.SHORTENER_ALPHABET);
    var digits = kept.over(ONE_LINK).digits(alphabet).roundedUp();
    var room = alphabet.power(in.get(Input.SHORTENER_CODE_DIGITS)).times(ONE_LINK);
    var roomOfSix = alphabet.power(SIX).times(ONE_LINK);
    return says.exact(
            "shortener.code-space",
            "digits of a code, enough for all links",
            Input.SHORTENER_CODE_DIGITS.preset(),
            digits)
        .checked(new Fits(kept, room))
        .but("With 6 digits there are too few codes by a factor of", kept.over(roomOfSix))
        .but(
            "In the end so many of all codes are taken, and so often a random one collides:",
            kept.over(room).in("%"));
  }

  private Claim snowflake() {
    var digits = TWO.power(SNOWFLAKE_BITS).digits(in.get(Input.SHORTENER_ALPHABET)).roundedUp();
    return says.exact(
            "shortener.snowflake-digits",
            "digits of a Snowflake id, in VARCHAR(7)",
            Input.SHORTENER_CODE_DIGITS.preset(),
            digits)
        .checked(
            new Fits(
                digits.named("shortener.snowflake-digits"), in.get(Input.SHORTENER_CODE_DIGITS)));
  }

  private Claim latency() {
    return says.required("shortener.latency", "a redirect takes", Input.SHORTENER_REDIRECT_LIMIT)
        .checked(
            new Within(
                Gauge.REDIRECTS_P99,
                in.get(Input.SHORTENER_REDIRECT_LIMIT),
                "the way to the user and back"));
  }
}
