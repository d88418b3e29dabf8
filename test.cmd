@echo off
rem Runs all tests and checks; further arguments go to Maven. The tests that speak to a real MLflow need
rem SPOT_MLFLOW (the executable of version 3) and SPOT_MLFLOW_2 (that of version 2), those beside Gymnasium
rem SPOT_PYTHON (a Python with gymnasium 1.4, mujoco 3.3.7, h5py, rliable 1.2.0 and pandas 2).
setlocal
cd /d "%~dp0"
if not defined TF_CPP_MIN_LOG_LEVEL set TF_CPP_MIN_LOG_LEVEL=2
call mvn -B -ntp verify %*
exit /b %ERRORLEVEL%
