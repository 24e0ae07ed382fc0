@echo off
rem Installs the course from this folder, with no network.
for %%P in ("py -@PYTHON@" "python" "python3") do (
    %%~P -c "import sys; sys.exit('%%d.%%d' %% sys.version_info[:2] != '@PYTHON@')" >nul 2>nul && (
        %%~P "%~dp0install.py" || pause
        exit /b
    )
)
echo This pack fits Python @PYTHON@ on @PLATFORM@; no Python @PYTHON@ was found. 1>&2
echo Install Python @PYTHON@, then run this again. 1>&2
pause
exit /b 1
