if(TARGET gantry-freetds-core)
  gantry_unit_test(freetds gantry-freetds-core)
endif()
