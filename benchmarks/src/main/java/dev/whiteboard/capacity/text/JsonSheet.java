package dev.whiteboard.capacity.text;

import dev.whiteboard.capacity.figure.Figure;
import dev.whiteboard.capacity.figure.Figure.Measured;
import dev.whiteboard.capacity.figure.Figure.Simulated;
import dev.whiteboard.capacity.figure.Quantity;
import dev.whiteboard.capacity.result.ResultDocument;
import dev.whiteboard.capacity.sheet.Row;
import dev.whiteboard.capacity.sheet.Sheet;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The sheet for programs. Values are in their units, unrounded; what there is not is null. */
public final class JsonSheet {
  private JsonSheet() {}

  /** All of it. */
  public static String of(Sheet sheet) {
    var newest = sheet.measurements().documents().stream().findFirst();
    return new JsonObject()
            .put("machine", newest.map(each -> each.machine().toJson()).orElseGet(JsonObject::new))
            .put("commit", newest.map(ResultDocument::commit).orElse("unknown"))
            .put("at", sheet.at().toString())
            .put("documents", array(sheet.measurements().documents(), JsonSheet::document))
            .put("set", new JsonArray(sheet.inputs().set()))
            .put("rows", array(sheet.rows(), JsonSheet::row))
            .put("simulated", array(sheet.simulated(), JsonSheet::simulated))
            .encodePrettily()
        + "\n";
  }

  private static <T> JsonArray array(List<T> list, Function<T, JsonObject> json) {
    return new JsonArray(list.stream().map(json).toList());
  }

  private static JsonObject document(ResultDocument document) {
    return new JsonObject()
        .put("file", document.file())
        .put("bench", document.bench())
        .put("at", document.at().toString())
        .put("commit", document.commit())
        .put("quick", document.quick())
        .put("finished", document.finished())
        .put("machine", document.machine().toJson());
  }

  private static JsonObject row(Row row) {
    var sizing = row.sizing();
    return new JsonObject()
        .put("id", row.id())
        .put("interview", row.claim().interview().id())
        .put("claim", row.claim().text())
        .put("stated", value(row.claim().stated().quantity()))
        .put("formula", row.formula())
        .put("recomputed", value(row.claim().recomputed().quantity()))
        .put("arithmetic", row.arithmetic().toString())
        .put("measured", row.measured().map(JsonSheet::measured).orElse(null))
        .put("atScale", figure(row.atScale().orElse(null)))
        .put("unitCost", figure(row.unitCost().orElse(null)))
        .put("bottleneck", sizing.map(each -> each.bottleneck().toString()).orElse(null))
        .put("nodes", sizing.map(each -> Math.round(each.nodes().quantity().value())).orElse(null))
        .put("yearCost", figure(sizing.map(each -> each.yearCost()).orElse(null)))
        .put("verdict", row.judgement().verdict().toString())
        .put("note", String.join(" ", row.notes()))
        .put("rerun", row.rerun().orElse(null))
        .put("simulated", array(row.simulated(), JsonSheet::simulated));
  }

  private static JsonObject value(Quantity quantity) {
    return new JsonObject().put("value", quantity.value()).put("unit", quantity.unit().symbol());
  }

  private static JsonObject measured(Measured measured) {
    return value(measured.quantity())
        .put("median", measured.quantity().value())
        .put("min", measured.min().value())
        .put("max", measured.max().value())
        .put("n", measured.run().rounds())
        .put("atLeast", measured.run().atLeast())
        .put("bench", measured.run().bench())
        .put("figure", measured.name());
  }

  private static @Nullable JsonObject figure(@Nullable Figure figure) {
    return figure == null ? null : value(figure.quantity()).put("origin", figure.label());
  }

  private static JsonObject simulated(Simulated figure) {
    return value(figure.quantity())
        .put("id", figure.name())
        .put("origin", figure.label())
        .put("how", figure.how());
  }
}
