if(TARGET sandbox-engine)
  gantry_unit_test(sandbox-msdb sandbox-engine)
endif()
