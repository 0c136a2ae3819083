// What JDBC tools see of every view: remarks, plain types, readable values.
//   java -cp postgresql.jar ReadViews.java URL SCHEMA VIEW...   prints problems, then "views: N"
import java.sql.*;
import java.util.*;

public class ReadViews {
  static final Set<Integer> PLAIN = Set.of(Types.BIT, Types.BOOLEAN, Types.BIGINT, Types.INTEGER, Types.DOUBLE,
      Types.VARCHAR, Types.DATE, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE);

  public static void main(String[] args) throws SQLException {
    try (Connection connection = DriverManager.getConnection(args[0])) {
      connection.setReadOnly(true);
      DatabaseMetaData meta = connection.getMetaData();
      Set<String> asked = Set.of(Arrays.copyOfRange(args, 2, args.length));
      List<String> views = new ArrayList<>();
      try (ResultSet r = meta.getTables(null, args[1], "%", new String[] {"VIEW"})) {
        while (r.next()) {
          if (!asked.contains(r.getString("TABLE_NAME"))) continue;
          views.add(r.getString("TABLE_NAME"));
          if (r.getString("REMARKS") == null) System.out.println(r.getString("TABLE_NAME") + ": no remarks");
        }
      }
      for (String view : views) {
        try (ResultSet r = meta.getColumns(null, args[1], view, "%")) {
          while (r.next()) {
            String column = view + "." + r.getString("COLUMN_NAME");
            if (!PLAIN.contains(r.getInt("DATA_TYPE"))) System.out.println(column + ": type " + r.getString("TYPE_NAME"));
            if (r.getString("REMARKS") == null) System.out.println(column + ": no remarks");
          }
        }
        try (Statement s = connection.createStatement();
             ResultSet r = s.executeQuery("SELECT * FROM \"" + args[1] + "\".\"" + view + "\" LIMIT 1000")) {
          int n = r.getMetaData().getColumnCount();
          while (r.next())
            for (int i = 1; i <= n; i++) {
              Object value = r.getObject(i);
              if (value instanceof Double && !Double.isFinite((Double) value))
                System.out.println(view + "." + r.getMetaData().getColumnName(i) + ": " + value);
            }
        }
      }
      System.out.println("views: " + views.size());
    }
  }
}
