@echo off
rem Opens the course in JupyterLab.
if not exist "%~dp0.venv\Scripts\python.exe" (
    echo The course is not installed yet. Run: install.bat 1>&2
    exit /b 1
)
cd /d "%~dp0course" || exit /b 1
"%~dp0.venv\Scripts\python.exe" -m classroom.cli lab
