if(TARGET sandbox-tds AND TARGET sandbox-program)
  gantry_unit_test(sandbox-tds sandbox-program)
endif()
