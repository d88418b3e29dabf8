@echo off
rem Starts the spot command: in a source tree after building what is missing or older than its sources; in an
rem unpacked archive, where it is bin\spot.cmd, from the jars in lib.
setlocal
set "ROOT=%~dp0"
set "TARGET=%ROOT%spot-cli\target"
set "STAMP=%TARGET%\spot-build"
set "JARS=%TARGET%\classes;%TARGET%\lib\*"
set "SOURCE="
if exist "%ROOT%pom.xml" set SOURCE="-Dspot.source=%ROOT:~0,-1%"
if not defined SOURCE (
  set "ROOT=%~dp0..\"
  set "JARS=%~dp0..\lib\*"
)

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo spot: no java found: install Java 17 or newer, a JDK in a source tree, or point JAVA_HOME to it 1>&2
  exit /b 2
)

rem Users' jars: those in plugins, and the entries of SPOT_CLASSPATH, which come after spot's own.
set "PLUGINS=%ROOT%plugins\*"
set "REST=%SPOT_CLASSPATH%"
:entry
set "ENTRY="
for /f "tokens=1* delims=;" %%a in ("%REST%") do set "ENTRY=%%a"& set "REST=%%b"
if not defined ENTRY goto build
set "PLACE=%ENTRY%"
if "%ENTRY:~-1%"=="*" set "PLACE=%ENTRY:~0,-1%."
if not exist "%PLACE%" goto missing
set "PLUGINS=%PLUGINS%;%ENTRY%"
goto entry
:missing
echo spot: SPOT_CLASSPATH names "%ENTRY%", which does not exist: correct it or remove it from SPOT_CLASSPATH 1>&2
exit /b 2

:build
if not defined SOURCE goto run
powershell -NoProfile -Command "$s = Get-Item -ErrorAction SilentlyContinue '%STAMP%'; if (-not $s) { exit 1 }; $p = Get-ChildItem -Recurse -ErrorAction SilentlyContinue '%ROOT%pom.xml', '%ROOT%spot-*\pom.xml', '%ROOT%spot-*\src\main' | Where-Object { $_.LastWriteTime -gt $s.LastWriteTime }; if ($p) { exit 1 }"
if not errorlevel 1 goto run

where mvn >nul 2>&1
if errorlevel 1 (
  echo spot: no mvn found: install Maven 3.8 or newer 1>&2
  exit /b 2
)
echo spot: building what is missing or older than the sources; a first build takes some minutes 1>&2
if exist "%TARGET%\lib" rmdir /s /q "%TARGET%\lib"
pushd "%ROOT%"
call mvn -B -ntp -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -DskipTests -Dassembly.skipAssembly=true %SPOT_MAVEN_OPTS% -pl spot-cli -am package 1>&2
if errorlevel 1 (
  popd
  echo spot: the build failed; Maven's reasons are above 1>&2
  exit /b 1
)
popd
echo built> "%STAMP%"

:run
if not defined TF_ENABLE_ONEDNN_OPTS set TF_ENABLE_ONEDNN_OPTS=1
if not defined TF_CPP_MIN_LOG_LEVEL set TF_CPP_MIN_LOG_LEVEL=2
set "COLLECTOR=-XX:+UseSerialGC"
echo %SPOT_JAVA_OPTS% %JDK_JAVA_OPTIONS% %JAVA_TOOL_OPTIONS% | findstr /r /c:"-XX:+Use[A-Za-z0-9]*GC" >nul && set "COLLECTOR="
set "COMPILER="
for %%c in (runs report sweep config ui doctor completion) do if "%~1"=="%%c" set "COMPILER=-XX:TieredStopAtLevel=1"
"%JAVA%" %COLLECTOR% %COMPILER% -XX:MaxRAMPercentage=50 -Dfile.encoding=UTF-8 %SOURCE% %SPOT_JAVA_OPTS% -cp "%JARS%;%PLUGINS%" org.spotrl.cli.SpotMain %*
exit /b %ERRORLEVEL%
