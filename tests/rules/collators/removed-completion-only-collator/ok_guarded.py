# versions: trl==1.16.0 transformers==5.23.0
try:
    from trl import DataCollatorForCompletionOnlyLM
except ImportError:
    DataCollatorForCompletionOnlyLM = None
