package io.geodesy.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.error.DataException;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class InputColumnsTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("group", DataTypes.LongType, true, VectorValidation.renamedFrom("checkpoint"))
          .add("step", DataTypes.LongType);

  @Test
  void findsAColumnByItsNameAndByTheNameTheUserKnows() {
    assertThat(InputColumns.find(SCHEMA, "step")).contains("step");
    assertThat(InputColumns.find(SCHEMA, "checkpoint")).contains("group");
    assertThat(InputColumns.find(SCHEMA, "layer")).isEmpty();
  }

  @Test
  void namesTheColumnsThereAre() {
    assertThatThrownBy(() -> InputColumns.require(SCHEMA, "layer", "layer-column"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Table vectors has no column layer. Name the right one with --layer-column. It has id,"
                + " checkpoint, step.");
  }
}
