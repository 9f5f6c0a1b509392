# cmake -DDIR=... -DNAMESPACE=... -DOUT=... -P embed_migrations.cmake
# Turns migrations/NNNN_name.sql into one C++ file, so that the program carries its own schema.
file(GLOB files ${DIR}/*.sql)
list(SORT files)
set(rows "")
foreach(file ${files})
  get_filename_component(name ${file} NAME_WE)
  string(REGEX REPLACE "^0*([0-9]+)_.*" "\\1" version ${name})
  file(READ ${file} text)
  string(APPEND rows "    {${version}, \"${name}\", R\"sql(${text})sql\"},\n")
endforeach()
file(WRITE ${OUT} "// Made from ${NAMESPACE}/migrations.\n#include \"server/storage/${NAMESPACE}/migrations.h\"\n\nnamespace tutorat::storage::${NAMESPACE} {\n\nabsl::Span<const sql::Migration> Migrations() {\n  static constexpr sql::Migration kMigrations[] = {\n${rows}  };\n  return kMigrations;\n}\n\n}  // namespace tutorat::storage::${NAMESPACE}\n")
