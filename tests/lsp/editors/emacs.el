;;; Opens a script in Emacs, applies the first quick fix and writes the file: the test looks at what is on disk.
(setq inhibit-startup-screen t make-backup-files nil)
(package-initialize)
(require 'eglot)
(require 'python)
(setq eglot-sync-connect 30 eglot-autoshutdown nil eglot-confirm-server-initiated-edits nil
      eglot-confirm-server-edits nil python-indent-guess-indent-offset nil)
(add-to-list 'eglot-server-programs
             (cons 'python-mode (append (json-parse-string (getenv "LOSSGUARD_SERVER") :array-type 'list) nil)))

(defun wait-until (condition)
  (let ((end (+ (float-time) 20)))
    (while (and (not (funcall condition)) (< (float-time) end))
      (flymake-start)
      (accept-process-output nil 0.05))
    (unless (funcall condition)
      (message "FAILED: %S" (flymake-diagnostics))
      (kill-emacs 1))))

(find-file (getenv "LOSSGUARD_FILE"))
(python-mode)
(apply #'eglot--connect (if (fboundp 'eglot--guess-contact) (eglot--guess-contact nil)))
(eglot--maybe-activate-editing-mode)
(flymake-mode 1)
(wait-until (lambda () (= 1 (length (flymake-diagnostics)))))
(let* ((diagnostic (car (flymake-diagnostics)))
       (actions (eglot-code-actions (flymake-diagnostic-beg diagnostic) (flymake-diagnostic-end diagnostic)
                                    "quickfix" nil)))
  (eglot--apply-workspace-edit (plist-get (elt actions 0) :edit)))
(save-buffer) ; also tells the server of the change: the timer that does it runs only while somebody types
(wait-until (lambda () (null (flymake-diagnostics))))
(eglot-shutdown (eglot-current-server))
