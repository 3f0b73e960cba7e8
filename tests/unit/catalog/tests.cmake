gantry_unit_test(catalog gantry-catalog)
# A real plugin to look at.
add_dependencies(test-catalog gantry-file)
target_compile_definitions(test-catalog PRIVATE GANTRY_FILE_PLUGIN="$<TARGET_FILE:gantry-file>"
  GANTRY_REFUSALS="${PROJECT_SOURCE_DIR}/docs/refusals.md")
